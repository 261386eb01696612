/**
 * File formats that are written byte by byte: tar, NumPy's npy and stored zip, pickle. Equal values are equal bytes.
 *
 * <p>Tar archives go as far as data sets need them: regular files in POSIX ustar form, with a pax header for a name
 * that does not fit, and nothing of their maker in them (mode 0444, time and owner 0). They are our own instead of a
 * library's because samples are written from memory outside the heap, are copied between archives as they lie, and are
 * looked for in archives that a killed process has left torn.
 */
package io.millrace.media.format;
