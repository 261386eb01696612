/**
 * Bytes to pictures: samples frames of video files through FFmpeg's own interface. For the demo and tests also the
 * other way, pictures to bytes.
 *
 * <p>Invariants. Sampled frames are those, bit for bit, that decoding the whole stream in order gives. Of all files
 * only the one that is asked for is opened, whatever it names. Every native object lives in the call that made it, or
 * in a step and ends with it. Pictures leave only as copies in leased memory. Sizes are checked before memory is
 * reserved, and memory is reserved before it is allocated; where a stream's frames grow on the way, before the second
 * of the larger ones. One decoder runs on one thread: parallelism is across items. A call into FFmpeg that says it
 * lacks memory becomes {@code NativeMemoryExhausted}, never a worse result.
 */
package io.millrace.media.video;
