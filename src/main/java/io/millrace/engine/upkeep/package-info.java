/**
 * What can be done with an output's journal outside of a run: check, repair, compact, export, erase. Whatever changes
 * something takes the output's LOCK.
 */
package io.millrace.engine.upkeep;
