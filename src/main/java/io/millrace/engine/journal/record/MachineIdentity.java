package io.millrace.engine.journal.record;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Where this process runs.
 *
 * @param name of the machine
 * @param pid of this process
 * @param bootId changes whenever the machine starts; empty where the system has none
 */
public record MachineIdentity(String name, long pid, String bootId) {

    private static final Path BOOT_ID = Path.of("/proc/sys/kernel/random/boot_id");

    public static MachineIdentity current() {
        return new MachineIdentity(hostName(), ProcessHandle.current().pid(), currentBootId());
    }

    private static String hostName() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "localhost";
        }
    }

    private static String currentBootId() {
        try {
            return Files.readString(BOOT_ID).trim();
        } catch (IOException e) {
            return "";
        }
    }
}
