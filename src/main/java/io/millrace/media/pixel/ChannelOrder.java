package io.millrace.media.pixel;

/** The order of the colours in a tensor. */
public enum ChannelOrder {
    RGB,
    BGR
}
