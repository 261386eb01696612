package io.millrace.engine.output;

import io.millrace.engine.journal.Journal;
import io.millrace.engine.journal.JournalSettings;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Whether the disks of an output and its journal have room for more items: asked before each, it looks once a second. A
 * full disk ends a run; one that is nearly full only keeps it waiting, until somebody makes room. One thread.
 */
public final class FreeSpace {

    /** A disk, by a folder on it. */
    interface Disk {
        long freeBytes() throws IOException;

        long totalBytes() throws IOException;
    }

    private record Place(Path folder, Disk disk) {}

    private static final long LOOK_NS = 1_000_000_000L;

    /** A twentieth of a small disk is enough to wait for. */
    private static final int SMALLEST_PART = 20;

    private final long floorBytes;
    private final Consumer<String> say;
    private final LongSupplier clock;
    private final List<Place> places = new ArrayList<>();
    private boolean looked;
    private long lookedNs;
    private boolean room = true;

    FreeSpace(long floorBytes, Consumer<String> say, LongSupplier clock) {
        this.floorBytes = floorBytes;
        this.say = say;
        this.clock = clock;
    }

    /** @param say takes a sentence when items have to wait, and another one when they need not any more */
    public static FreeSpace of(Journal journal, JournalSettings settings, Consumer<String> say) throws IOException {
        FreeSpace space = new FreeSpace(settings.freeSpace().bytes(), say, System::nanoTime);
        for (Path folder : List.of(journal.output(), journal.home())) {
            space.watch(folder, disk(Files.getFileStore(folder)));
        }
        return space;
    }

    void watch(Path folder, Disk disk) {
        places.add(new Place(folder, disk));
    }

    /** Does not block. */
    public boolean hasRoom() {
        long now = clock.getAsLong();
        if (!looked || now - lookedNs >= LOOK_NS) {
            looked = true;
            lookedNs = now;
            look();
        }
        return room;
    }

    private void look() {
        try {
            Place scarce = scarce();
            if (room && scarce != null) {
                say.accept("paused: " + scarce.folder() + " has "
                        + mib(scarce.disk().freeBytes())
                        + " free, and journal.free-space is " + mib(floorBytes)
                        + "; nothing more is begun until there is room");
            } else if (!room && scarce == null) {
                say.accept("there is room again: going on");
            }
            room = scarce == null;
        } catch (IOException e) {
            room = true; // whoever writes there next says what is wrong
        }
    }

    private Place scarce() throws IOException {
        for (Place place : places) {
            long floor = Math.min(floorBytes, place.disk().totalBytes() / SMALLEST_PART);
            if (place.disk().freeBytes() < floor) {
                return place;
            }
        }
        return null;
    }

    private static Disk disk(FileStore store) {
        return new Disk() {
            @Override
            public long freeBytes() throws IOException {
                return store.getUsableSpace();
            }

            @Override
            public long totalBytes() throws IOException {
                return store.getTotalSpace();
            }
        };
    }

    private static String mib(long bytes) {
        return (bytes >> 20) + " MiB";
    }
}
