/**
 * Moves parts between workers over rings; knows nothing of pictures.
 *
 * <p>Invariants, each with a property test:
 *
 * <ul>
 *   <li>A reference is owned by exactly one place: a slot of a link, a worker, or a ticket's list of arrived parts.
 *   <li>A ticket counts parts that exist. It grows when a part splits, before the children are published, and parts end
 *       at the write stage only: those that fail or come to nothing upstream travel there as news of their end.
 *   <li>Nothing upstream of the write stage waits for anything but room downstream. An item without memory leaves its
 *       worker; the write stage always takes from its link. So whatever has memory always reaches the end.
 *   <li>A worker's busy, blocked and idle time partition its life.
 * </ul>
 */
package io.millrace.engine.flow;
