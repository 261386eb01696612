package io.millrace.doctor;

/**
 * What a run may use.
 *
 * @param cores processors
 * @param limitBytes everything the process may take
 * @param forItemsBytes the part of it that items may reserve
 */
public record MachineShare(int cores, long limitBytes, long forItemsBytes) {}
