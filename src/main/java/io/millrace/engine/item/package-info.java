/** The unit of work and what becomes of it: Item, ItemId, Outcome, Fault. Plain values; imports nothing of Millrace. */
package io.millrace.engine.item;
