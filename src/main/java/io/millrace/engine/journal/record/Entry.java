package io.millrace.engine.journal.record;

import io.millrace.engine.item.Identity;
import io.millrace.engine.item.ItemId;
import io.millrace.engine.item.Outcome;

/**
 * A closed item as the journal keeps it.
 *
 * @param id which item
 * @param outcome how it ended; the texts of its fault are cut at 4096 bytes
 * @param attempt 1 for the first try; 255 stands for more
 * @param identity the version of the input it was made of
 * @param fingerprint of the run that made it; empty where the record of that run is lost
 * @param ordinal its place in the listing
 */
public record Entry(ItemId id, Outcome outcome, int attempt, Identity identity, String fingerprint, long ordinal) {}
