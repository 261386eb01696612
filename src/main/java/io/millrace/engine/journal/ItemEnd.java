package io.millrace.engine.journal;

import io.millrace.engine.journal.record.Entry;
import java.time.Instant;

/**
 * One of the times that an item ended.
 *
 * @param run which ended it; empty where its record is lost
 * @param at when
 * @param entry how
 */
public record ItemEnd(String run, Instant at, Entry entry) {}
