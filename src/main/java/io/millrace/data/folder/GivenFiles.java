package io.millrace.data.folder;

import io.millrace.engine.flow.Source;
import io.millrace.engine.item.Content;
import io.millrace.engine.item.Identity;
import io.millrace.engine.item.Item;
import io.millrace.engine.item.ItemId;
import io.millrace.media.pixel.Footage;
import io.millrace.media.pixel.ImageFile;
import io.millrace.media.pixel.VideoText;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;

/**
 * A few files by name, each once, wherever they lie and whether they exist or not, in that order. An id is the file's
 * name, or the whole path as it was given where two have one name.
 *
 * @param <T> what the first stage takes
 * @param files as they were named
 * @param body what is made of each
 */
public record GivenFiles<T>(List<Path> files, Function<Path, T> body) implements Source<T> {

    public GivenFiles {
        files = files.stream().distinct().toList();
    }

    public static GivenFiles<ImageFile> images(List<Path> files) {
        return new GivenFiles<>(files, file -> new ImageFile(file, file.toString()));
    }

    /** Without a caption, each to its end. */
    public static GivenFiles<VideoText> videos(List<Path> files) {
        return new GivenFiles<>(files, file -> new VideoText(file, "", Double.NaN, Double.NaN, null));
    }

    /**
     * @param pictures which names are those of pictures, by their ends in small letters; a picture is a video of one
     * frame
     */
    public static GivenFiles<Footage> footage(List<Path> files, Set<String> pictures) {
        return new GivenFiles<>(files, file -> new Footage(file, isFrames(file, pictures), null));
    }

    @Override
    public Publisher<Item<T>> items() {
        boolean distinct = files.stream().map(Path::getFileName).distinct().count() == files.size();
        return Flux.fromIterable(files).map(file -> item(file, distinct ? file.getFileName() : file));
    }

    @Override
    public long expected() {
        return files.size();
    }

    private Item<T> item(Path file, Path name) {
        ItemId id = new ItemId(name.toString());
        return new Item<>(id, file.toString(), Identity.NONE, body.apply(file), null, Content.NONE);
    }

    private static boolean isFrames(Path file, Set<String> pictures) {
        String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
        return Files.isDirectory(file) || pictures.contains(name.substring(name.lastIndexOf('.') + 1));
    }
}
