package io.millrace.jobs.embed;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.data.folder.FileNames;
import io.millrace.data.table.ManifestException;
import io.millrace.data.table.Slice;
import io.millrace.data.table.TableLimits;
import io.millrace.engine.item.Item;
import io.millrace.engine.item.ItemId;
import io.millrace.media.pixel.ImageFile;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Flux;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
class ImageFolderSourceTest {

    private static final List<String> EXTENSIONS = List.of("jpg", "png");

    @TempDir
    private Path folder;

    private Path root;

    @BeforeEach
    void makeRoot() throws IOException {
        root = Files.createDirectory(folder.resolve("photos"));
    }

    @Test
    void shouldListPicturesBelowTheFolderByTheOrderOfTheirNames() throws Exception {
        files(
                "b.jpg",
                "a/z.png",
                "a/b/c.JPG",
                "a.jpg",
                "B.jpg",
                "a/readme.txt",
                "notes",
                "ä.jpg",
                "z/.hidden.jpg",
                ".cache/x.jpg");

        try (ImageFolderSource source = open(all())) {
            assertThat(ids(source)).containsExactly("B.jpg", "a/b/c.JPG", "a/z.png", "a.jpg", "b.jpg", "ä.jpg");
            assertThat(source.expected()).isEqualTo(6);
            assertThat(source.others()).isEqualTo(2);
            assertThat(source.partial()).isFalse();
        }
    }

    @Test
    void shouldSayOfEachWhereItLiesAndWhatVersionItIs() throws Exception {
        files("a/b.jpg");
        Path file = root.resolve("a/b.jpg");
        Files.writeString(file, "12345");

        try (ImageFolderSource source = open(all())) {
            Item<ImageFile> item = Flux.from(source.items()).blockFirst();

            assertThat(item.body()).isEqualTo(new ImageFile(file, "a/b.jpg"));
            assertThat(item.source()).isEqualTo("a/b.jpg");
            assertThat(item.identity().size()).isEqualTo(5);
            assertThat(item.identity().modifiedMillis())
                    .isEqualTo(Files.getLastModifiedTime(file).toMillis());
            assertThat(item.content().digest()).isNotZero();
        }
    }

    @Test
    void shouldListNothingBeforeItIsRequested() throws Exception {
        files("a.jpg", "b/c.jpg", "b/d.jpg");
        try (ImageFolderSource source = open(all())) {
            List<String> seen = new ArrayList<>();
            BaseSubscriber<Item<ImageFile>> one = new BaseSubscriber<>() {
                @Override
                protected void hookOnSubscribe(org.reactivestreams.Subscription subscription) {
                    request(1);
                }

                @Override
                protected void hookOnNext(Item<ImageFile> item) {
                    seen.add(item.id()
                            + (item.fault() == null ? "" : " " + item.fault().type()));
                }
            };
            source.items().subscribe(one);
            assertThat(seen).containsExactly("a.jpg");
            Files.delete(root.resolve("b/c.jpg"));
            Files.delete(root.resolve("b/d.jpg"));
            Files.delete(root.resolve("b"));
            one.request(1);
            assertThat(seen).containsExactly("a.jpg", "b/ UnreadableInput");
        }
    }

    @Test
    void shouldMakeItemsOfEmptyFilesAndOfLinksThatLeadNowhere() throws Exception {
        files("a.jpg");
        Files.createSymbolicLink(root.resolve("b.jpg"), Path.of("gone.jpg"));
        try (ImageFolderSource source = open(all())) {
            List<Item<ImageFile>> items =
                    Flux.from(source.items()).collectList().block();

            assertThat(items.get(0).fault()).isNull();
            assertThat(items.get(0).identity().size()).isZero();
            assertThat(items.get(1).fault().type()).isEqualTo("MissingInput");
        }
    }

    @Test
    void shouldGoIntoAFolderThatIsNamedLikeAPicture() throws Exception {
        files("a.jpg/b.png", "c.png");
        try (ImageFolderSource source = open(all())) {
            assertThat(ids(source)).containsExactly("a.jpg/b.png", "c.png");
        }
    }

    @Test
    void shouldFollowLinksOutOfTheFolderOnceAndNoneInside() throws Exception {
        files("in/a.jpg", "b.jpg");
        Path outside = Files.createDirectory(folder.resolve("outside"));
        Files.createFile(outside.resolve("c.jpg"));
        Files.createSymbolicLink(outside.resolve("back"), root);
        Files.createSymbolicLink(outside.resolve("self"), outside);
        Files.createSymbolicLink(outside.resolve("up"), folder);
        Files.createSymbolicLink(root.resolve("loop"), root);
        Files.createSymbolicLink(root.resolve("twice"), root.resolve("in"));
        Files.createSymbolicLink(root.resolve("x"), outside);
        Files.createSymbolicLink(root.resolve("y"), outside);
        Files.createSymbolicLink(root.resolve("one.jpg"), outside.resolve("c.jpg"));

        try (ImageFolderSource source = open(all())) {
            assertThat(ids(source)).containsExactly("b.jpg", "in/a.jpg", "one.jpg", "x/c.jpg");
        }
    }

    /** As 'try' is given them. */
    @Test
    void shouldKnowFilesByTheirOwnNamesWhereThereIsNoFolder() throws IOException {
        ImageSourceSettings none = new ImageSourceSettings(null, EXTENSIONS, 0, null, null);
        Path picture = Files.createFile(root.resolve("a picture.png"));
        assertThat(none.isFile(picture.toString())).isTrue();
        assertThat(none.isFile(picture + "x")).isFalse();
    }

    @Test
    void shouldTakeTheFirstSoManyAndSayThatThereIsMore() throws Exception {
        files("a.jpg", "b.jpg", "c.jpg");
        try (ImageFolderSource source = open(new ImageSourceSettings(root, EXTENSIONS, 2, null, null))) {
            assertThat(ids(source)).containsExactly("a.jpg", "b.jpg");
            assertThat(source.expected()).isEqualTo(2);
            assertThat(source.partial()).isTrue();
        }
        try (ImageFolderSource source = open(new ImageSourceSettings(root, EXTENSIONS, 3, null, null))) {
            assertThat(source.partial()).isFalse();
        }
    }

    @Test
    void shouldGiveEachPictureToOnePartOnly() throws Exception {
        for (int i = 0; i < 50; i++) {
            files(i + ".jpg");
        }
        List<String> together = new ArrayList<>();
        for (int part = 1; part <= 3; part++) {
            try (ImageFolderSource source =
                    open(new ImageSourceSettings(root, EXTENSIONS, 0, new Slice(part, 3), null))) {
                List<String> ids = ids(source);
                assertThat(ids).hasSize((int) source.expected()).hasSizeBetween(5, 30);
                together.addAll(ids);
            }
        }
        assertThat(together).hasSize(50).doesNotHaveDuplicates();
    }

    @Test
    void shouldTakeOneIdAndRefuseOneThatIsNotThere() throws Exception {
        files("a.jpg", "b/c.jpg");
        try (ImageFolderSource source = open(new ImageSourceSettings(root, EXTENSIONS, 0, null, "b/c.jpg"))) {
            assertThat(ids(source)).containsExactly("b/c.jpg");
        }
        assertThatThrownBy(() -> open(new ImageSourceSettings(root, EXTENSIONS, 0, null, "c.jpg")))
                .isInstanceOf(ManifestException.class)
                .hasMessageEndingWith("no picture has the id 'c.jpg' that --only asks for");
    }

    @Test
    void shouldListByPlacesWhenArranged() throws Exception {
        files("a.jpg", "b.jpg", "c.jpg", "d/e.jpg", "f.jpg");
        List<String> known = List.of("f.jpg", "d/e.jpg", "b.jpg");
        try (ImageFolderSource source = open(all())) {
            source.arrange((ItemId id) -> known.indexOf(id.value()));

            assertThat(ids(source)).containsExactly("f.jpg", "d/e.jpg", "b.jpg", "a.jpg", "c.jpg");
            assertThat(ids(source)).as("a second time").hasSize(5);
        }
    }

    @Test
    void shouldRefuseAFolderThatIsMissingOrHoldsNoPicture() throws Exception {
        assertThatThrownBy(() -> open(new ImageSourceSettings(root.resolve("none"), EXTENSIONS, 0, null, null)))
                .isInstanceOf(ManifestException.class)
                .hasMessageStartingWith("there is no folder ");
        assertThatThrownBy(() -> open(all())).hasMessageEndingWith("photos: it is empty");
        files("a.txt", "b.txt");
        assertThatThrownBy(() -> open(all()))
                .hasMessageEndingWith("of its 2 files no name ends in one of jpg, png (source.extensions)");
        assertThatThrownBy(() -> open(new ImageSourceSettings(null, EXTENSIONS, 0, null, null)))
                .hasMessageContaining("source.images");
    }

    @Test
    void shouldTellNamesApartThatAreNoUtf8() throws Exception {
        Files.createFile(Path.of(URI.create(root.toUri() + "a%FF.jpg")));
        Files.createFile(Path.of(URI.create(root.toUri() + "a%FE%C3.jpg")));
        files("a?.jpg", "a%ff.jpg");
        try (ImageFolderSource source = open(all())) {
            assertThat(ids(source))
                    .containsExactlyInAnyOrder("a%ff.jpg", "a?.jpg", "a\uFFFDff.jpg", "a\uFFFDfe\uFFFDc3.jpg");
            assertThat(Flux.from(source.items())
                            .map(item -> Files.exists(item.body().file()))
                            .collectList()
                            .block())
                    .containsOnly(true);
        }
        assertThat(all().isFile("a\uFFFDff.jpg")).isTrue();
        Files.delete(Path.of(URI.create(root.toUri() + "a%FF.jpg")));
        assertThat(all().isFile("a\uFFFDff.jpg")).isFalse();
        assertThat(FileNames.text("\uFFFDff".getBytes(UTF_8))).isEqualTo("\uFFFD\uFFFDff");
    }

    @Test
    void shouldSortManyNamesByTheirBytes() throws Exception {
        TreeSet<String> names = new TreeSet<>();
        for (int i = 0; i < 1000; i++) {
            String name = Integer.toString(i * 7919 % 1000, 36) + ".jpg";
            names.add(name);
            files(name);
        }
        try (ImageFolderSource source = open(all())) {
            assertThat(ids(source)).containsExactlyElementsOf(names);
        }
    }

    private ImageSourceSettings all() {
        return new ImageSourceSettings(root, EXTENSIONS, 0, null, null);
    }

    private ImageFolderSource open(ImageSourceSettings settings) throws Exception {
        return ImageFolderSource.open(settings, new TableLimits(64 << 20, 1, folder));
    }

    private static List<String> ids(ImageFolderSource source) {
        return Flux.from(source.items())
                .map(item -> item.id().value())
                .collectList()
                .block();
    }

    private void files(String... names) throws IOException {
        for (String name : names) {
            Path file = root.resolve(name);
            Files.createDirectories(file.getParent());
            Files.createFile(file);
        }
    }
}
