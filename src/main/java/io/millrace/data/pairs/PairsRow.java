package io.millrace.data.pairs;

import java.util.List;

/**
 * One entry of a pairs table.
 *
 * @param id the entry's own, else the video's path below the root without its extension
 * @param video as the manifest has it; null when only an id is given
 * @param text the caption; null when the entry has none
 * @param startS seconds; NaN when not given
 * @param endS seconds; NaN when not given
 * @param size the entry's size numbers; null when not given
 */
public record PairsRow(String id, String video, String text, double startS, double endS, List<Double> size) {}
