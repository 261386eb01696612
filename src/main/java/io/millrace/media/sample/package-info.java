/** Videos, photos and a vocabulary that are made on the spot, for the demo and for tests: the same bytes each time. */
package io.millrace.media.sample;
