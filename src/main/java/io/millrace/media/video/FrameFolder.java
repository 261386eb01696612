package io.millrace.media.video;

import io.millrace.engine.item.Fault;
import io.millrace.engine.item.FaultException;
import io.millrace.media.pixel.NaturalOrder;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The pictures of a folder that are the frames of a video, in natural order of their names; one level deep, hidden ones
 * left out; or one picture by itself.
 */
final class FrameFolder {

    private final Set<String> extensions;

    /** @param extensions that names of pictures end in, in any case, with or without a dot before them */
    FrameFolder(List<String> extensions) {
        this.extensions = extensions.stream()
                .map(extension -> extension.toLowerCase(Locale.ROOT).replaceFirst("^\\.", ""))
                .collect(Collectors.toUnmodifiableSet());
    }

    /**
     * @throws FaultException {@code EmptyInput NotAFolder UnreadableInput}, and the passing
     * {@code MissingInput IoTransient}
     */
    List<Path> list(Path folder) throws FaultException {
        if (Files.isRegularFile(folder) && isPicture(name(folder))) {
            return List.of(folder);
        }
        Map<String, Path> found = new TreeMap<>(NaturalOrder.NAMES);
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
            for (Path entry : entries) {
                found.put(name(entry), entry);
            }
        } catch (DirectoryIteratorException e) {
            throw unreadable(e.getCause());
        } catch (IOException e) {
            throw unreadable(e);
        }
        found.keySet().removeIf(name -> !isPicture(name));
        if (found.isEmpty()) {
            throw new FaultException(
                    "EmptyInput",
                    "the folder holds no picture, none of its names ends in "
                            + String.join(", ", new TreeSet<>(extensions)));
        }
        return List.copyOf(found.values());
    }

    private static FaultException unreadable(IOException e) {
        if (e instanceof NoSuchFileException) {
            // It was there when it was listed: a disk that is away for a moment may come back.
            return new FaultException(Fault.passing("MissingInput", "there is no such folder"));
        }
        if (e instanceof NotDirectoryException) {
            return new FaultException("NotAFolder", "this is a file, not a folder with a picture for each frame");
        }
        if (e instanceof AccessDeniedException) {
            return new FaultException("UnreadableInput", "the folder may not be read by this user");
        }
        return new FaultException(
                Fault.passing("IoTransient", "the folder could not be read (" + e.getMessage() + ")"));
    }

    private boolean isPicture(String name) {
        int dot = name.lastIndexOf('.');
        return dot > 0
                && name.charAt(0) != '.'
                && extensions.contains(name.substring(dot + 1).toLowerCase(Locale.ROOT));
    }

    /**
     * A character for each byte of the name, so that the order is one of bytes whatever the platform's character set
     * shows.
     */
    private static String name(Path entry) {
        String shown = entry.getFileName().toString();
        return shown.chars().allMatch(c -> c < 128 && c != '?') ? shown : bytes(entry);
    }

    private static String bytes(Path entry) {
        String path = Libav.bytes(entry);
        int end = path.endsWith("/") ? path.length() - 1 : path.length();
        return path.substring(path.lastIndexOf('/', end - 1) + 1, end);
    }
}
