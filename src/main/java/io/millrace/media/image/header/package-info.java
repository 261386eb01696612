/**
 * The headers of picture files: format, size, bits, orientation, read in Java before any codec sees the file. What
 * claims too many pixels is refused here.
 */
package io.millrace.media.image.header;
