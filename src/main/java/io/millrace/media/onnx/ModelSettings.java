package io.millrace.media.onnx;

import java.nio.file.Path;

/**
 * Which model. Neither name changes results: the content of both files does.
 *
 * @param card name of a card in conf/models, or a path to one
 * @param path the .onnx file; null where none is named
 */
public record ModelSettings(String card, Path path) {}
