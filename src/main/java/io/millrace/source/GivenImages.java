package io.millrace.source;

import io.millrace.flow.Source;
import io.millrace.item.Content;
import io.millrace.item.Identity;
import io.millrace.item.Item;
import io.millrace.item.ItemId;
import io.millrace.media.ImageFile;
import java.nio.file.Path;
import java.util.List;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;

/**
 * A few picture files by name, wherever they lie, in that order.
 *
 * @param files whether they exist or not
 */
public record GivenImages(List<Path> files) implements Source<ImageFile> {

    @Override
    public Publisher<Item<ImageFile>> items() {
        return Flux.fromIterable(files).map(GivenImages::item);
    }

    @Override
    public long expected() {
        return files.size();
    }

    private static Item<ImageFile> item(Path file) {
        String name = file.toString();
        return new Item<>(new ItemId(name), name, Identity.NONE, new ImageFile(file, name), null, Content.NONE);
    }
}
