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

    /** Looks at a disk. */
    interface Size {
        long bytes() throws IOException;
    }

    /** A folder, and the disk that it is on. */
    private record Place(Path folder, Size free, Size total) {}

    private static final long LOOK_NS = 1_000_000_000L;

    /** A twentieth of a small disk is enough to wait for. */
    private static final int SMALLEST_PART = 20;

    private final long floorBytes;
    private final Consumer<String> say;
    private final LongSupplier clock;
    private final List<Place> places = new ArrayList<>();
    private long lookedNs;
    private boolean room = true;

    FreeSpace(long floorBytes, Consumer<String> say, LongSupplier clock) {
        this.floorBytes = floorBytes;
        this.say = say;
        this.clock = clock;
        this.lookedNs = clock.getAsLong() - LOOK_NS;
    }

    /** @param say takes a sentence when items have to wait, and another one when they need not any more */
    public static FreeSpace of(Journal journal, JournalSettings settings, Consumer<String> say) throws IOException {
        FreeSpace space = new FreeSpace(settings.freeSpace().bytes(), say, System::nanoTime);
        for (Path folder : List.of(journal.output(), journal.home())) {
            FileStore disk = Files.getFileStore(folder);
            space.watch(folder, disk::getUsableSpace, disk::getTotalSpace);
        }
        return space;
    }

    void watch(Path folder, Size free, Size total) {
        places.add(new Place(folder, free, total));
    }

    /** Does not block. */
    public boolean hasRoom() {
        long now = clock.getAsLong();
        if (now - lookedNs >= LOOK_NS) {
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
                        + mib(scarce.free().bytes())
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
            long floor = Math.min(floorBytes, place.total().bytes() / SMALLEST_PART);
            if (place.free().bytes() < floor) {
                return place;
            }
        }
        return null;
    }

    private static String mib(long bytes) {
        return (bytes >> 20) + " MiB";
    }
}
