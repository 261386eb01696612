/**
 * Aligned picture to vector, by a model that the user names. A {@link io.millrace.media.onnx.ModelCard} says what the
 * model takes and gives; the model is bound to it by shape and type, never by a node's name, and is tried before the
 * run begins.
 *
 * <p>Invariants: one session, shared by all workers and closed when the last of them has left it; every native object
 * ends with the call or the step that made it; nothing native prints; a picture's vector is the same bits in whatever
 * batch and on whatever worker it is computed.
 */
package io.millrace.media.onnx;
