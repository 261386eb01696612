package io.millrace.engine.journal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;

/** File systems that lie on another machine: mapped files and locks mean less there. */
public final class NetworkDisk {

    private static final Set<String> TYPES = Set.of(("nfs nfs4 cifs smb smb2 smb3 smbfs afs afpfs ceph glusterfs lustre"
                    + " beegfs gpfs 9p webdav davfs sshfs s3fs gcsfuse rclone")
            .split(" "));

    private NetworkDisk() {}

    /** A sentence for someone whose journal lies on one; null if it does not. */
    static String warning(Path home) throws IOException {
        String type = Files.getFileStore(home).type();
        return isNetwork(type)
                ? "the journal in " + home + " lies on a network file system (" + type
                        + "), where locks and mapped files cannot be relied on; set journal.dir to a folder "
                        + "of this machine"
                : null;
    }

    /** @param type as the system has it: {@code nfs4}, {@code fuse.sshfs} */
    public static boolean isNetwork(String type) {
        return TYPES.contains(type.toLowerCase(Locale.ROOT).replace("fuse.", ""));
    }
}
