package io.millrace.media.resize;

/** Which matrix turns YUV into RGB. */
public enum Matrix {
    /** The one the stream names, BT.601 where it names none: the right colours, and what FFmpeg's command gives. */
    STREAM,
    /** Always BT.601, whatever the stream says: what OpenCV and PyAV users get. */
    BT601
}
