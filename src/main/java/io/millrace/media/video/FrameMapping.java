package io.millrace.media.video;

import io.millrace.engine.item.FaultException;
import io.millrace.media.pixel.Frame;

/**
 * What is made of the frames of one video before they leave {@link FrameDecoder}. One is opened for each video, gets
 * its frames in order, and is closed behind the last: it may remember what it has seen. One thread's.
 *
 * @param <T> what is made of a frame
 */
@FunctionalInterface
public interface FrameMapping<T> extends AutoCloseable {

    /**
     * The frame is the caller's, who closes it afterwards: what the result is to keep of it, the result shares.
     *
     * @return the caller's; never null, since results are counted as frames are
     * @throws FaultException what fails the video
     */
    T map(Frame frame) throws FaultException, InterruptedException;

    @Override
    default void close() {}
}
