/** The unit of work and what becomes of it: Item, ItemId, Outcome, Fault. Plain values. */
package io.millrace.engine.item;
