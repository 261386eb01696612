/**
 * Picture files to upright 8-bit RGB in leased memory.
 *
 * <p>Invariants. The format is told by the first bytes, never by the name. The header is read here, in Java, before any
 * codec sees the file: what claims too many pixels is refused and what the codec will need is reserved before anything
 * is allocated for it. A codec gets the file's bytes in memory, and as few of them as it needs. Nothing native prints.
 * Alpha is dropped, more than 8 bits are cut to the upper 8, embedded colour profiles are not applied. What does not
 * decode ends in a fault.
 */
package io.millrace.media.image;
