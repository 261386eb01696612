/**
 * Pictures, clips, tensors, and the pooled native memory they lease. A value that holds a
 * {@link io.millrace.media.pixel.Lease} owns it: closing the value returns the memory, once.
 */
package io.millrace.media.pixel;
