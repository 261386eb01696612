/**
 * Results as files and folders.
 *
 * <ul>
 *   <li>Encoding is a step with any number of workers: it lays out bytes and computes checksums. Writing only moves
 *       bytes.
 *   <li>Nothing written holds an absolute path, a time or a host: equal items give equal bytes wherever and whenever.
 *   <li>A result is visible whole or not at all, at every instant, whatever happens to the process; written twice it is
 *       what it was written once.
 *   <li>What only one item cannot have (a name) is that item's fault; what no item can have (space, permission) is a
 *       {@link io.millrace.store.files.SinkException} and ends the run.
 * </ul>
 */
package io.millrace.store.files;
