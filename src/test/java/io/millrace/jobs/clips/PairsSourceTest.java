package io.millrace.jobs.clips;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.config.Configuration;
import io.millrace.config.Layers;
import io.millrace.data.table.ManifestException;
import io.millrace.data.table.Slice;
import io.millrace.data.table.TableLimits;
import io.millrace.engine.item.Fault;
import io.millrace.engine.item.Identity;
import io.millrace.engine.item.Item;
import io.millrace.media.pixel.VideoText;
import io.millrace.scratch.ScratchRoot;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.reactivestreams.Subscription;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Flux;

class PairsSourceTest {

    @TempDir
    Path given;

    @TempDir
    Path temporary;

    private Path folder;

    @BeforeEach
    void resolveLinks() throws IOException {
        folder = given.toRealPath();
    }

    @Test
    void shouldListItemsWithFileIdentityAndRelativeSource() throws Exception {
        Path video =
                Files.writeString(Files.createDirectories(folder.resolve("sub")).resolve("a.mp4"), "12345");
        Path manifest = write("pairs.csv", "video,text,start,end,size\nsub/a.mp4,hello,1,2.5,3\n");

        List<Item<VideoText>> items = items(settings(manifest));

        assertThat(items).singleElement().satisfies(item -> {
            assertThat(item.id().value()).isEqualTo("sub/a");
            assertThat(item.source()).isEqualTo("sub/a.mp4");
            assertThat(item.identity().size()).isEqualTo(5);
            assertThat(item.identity().modifiedMillis())
                    .isEqualTo(Files.getLastModifiedTime(video).toMillis());
            assertThat(item.body()).isEqualTo(new VideoText(video, "hello", 1, 2.5, List.of(3.0)));
            assertThat(item.fault()).isNull();
        });
    }

    @Test
    void shouldFindAVideoByItsIdAndAnExtension() throws Exception {
        Files.createDirectory(folder.resolve("v2"));
        write("v1.webm", "x");
        write("v2.mkv", "x");
        Path manifest = write("pairs.json", "{\"v1\": {\"text\": \"t\"}, \"v2\": {\"text\": \"t\"}}");

        assertThat(items(settings(manifest)).stream().map(Item::source)).containsExactly("v1.webm", "v2.mkv");
    }

    @Test
    void shouldListWhatIsMissingAsAFaultOfItsOwn() throws Exception {
        write("there.mp4", "x");
        write("file", "x");
        Path manifest = write(
                "pairs.json",
                """
                [{"video": "there.mp4", "text": "t"}, {"video": "gone.mp4", "text": "t"},
                 {"video": "../up.mp4", "text": "t"}, {"id": "no-text", "video": "there.mp4", "text": null},
                 {"video": "/etc/hostname", "text": "t"}, {"id": "odd", "video": "a\\u0000b", "text": "t"},
                 {"id": "dot", "video": ".", "text": "t"}, {"video": "file/below.mp4", "text": "t"},
                 {"id": "blank", "video": "", "text": "t"}]
                """);

        List<Item<VideoText>> items = items(settings(manifest));

        assertThat(items.stream()
                        .map(item -> item.fault() == null ? "ok" : item.fault().type()))
                .containsExactly(
                        "ok",
                        "MissingInput",
                        "OutsideInput",
                        "MissingText",
                        "OutsideInput",
                        "MissingInput",
                        "MissingInput",
                        "MissingInput",
                        "MissingInput");
        assertThat(items).extracting(Item::source).contains("dot", "blank").doesNotContain("");
        assertThat(items.get(1).fault())
                .isEqualTo(Fault.of(
                        "MissingInput",
                        "there is no file gone.mp4 in the clips folder, nor one with .mp4, .mkv, .webm, .avi, .mov"));
        assertThat(items).allSatisfy(item -> assertThat(item.source()).doesNotStartWith("/"));
    }

    /** A caption that is mended, a span that is moved, a video that is named anew: the item is another one. */
    @Test
    void shouldGiveAnotherIdentityWhenTheEntrySaysSomethingElse() throws Exception {
        write("a.mp4", "x");
        write("b.mp4", "x");
        List<String> entries = List.of(
                "{\"id\": \"i\", \"video\": \"a.mp4\", \"text\": \"t\"}",
                "{\"id\": \"i\", \"video\": \"a.mp4\", \"text\": \"T\"}",
                "{\"id\": \"i\", \"video\": \"a.mp4\", \"text\": \"t\", \"start\": 1}",
                "{\"id\": \"i\", \"video\": \"a.mp4\", \"text\": \"t\", \"end\": 1}",
                "{\"id\": \"i\", \"video\": \"a.mp4\", \"text\": \"t\", \"size\": 1}",
                "{\"id\": \"i\", \"video\": \"b.mp4\", \"text\": \"t\"}");
        Set<Identity> identities = new HashSet<>();
        for (String entry : entries) {
            identities.add(onlyItem(entry).identity());
        }
        assertThat(identities).hasSize(entries.size());
        assertThat(onlyItem(entries.get(0)).identity()).isIn(identities);
    }

    private Item<VideoText> onlyItem(String entry) throws Exception {
        return items(settings(write("one.jsonl", entry))).get(0);
    }

    /** A disk that goes away in the middle must not make failures of all the videos on it. */
    @Test
    void shouldEndWithTheFoldersNameWhenTheClipsFolderGoesAway() throws Exception {
        Path clips = Files.createDirectory(folder.resolve("clips"));
        Files.writeString(clips.resolve("a.mp4"), "x");
        Path manifest = write("pairs.csv", "video,text\na.mp4,t\nb.mp4,t\n");
        SourceSettings settings = new SourceSettings(manifest, clips, null, Map.of(), 0, null, null);
        try (PairsSource source = PairsSource.open(settings, limits())) {
            List<Item<VideoText>> listed = new ArrayList<>();
            Flux<Item<VideoText>> items = Flux.from(source.items());
            assertThatThrownBy(() -> items.doOnNext(item -> {
                                listed.add(item);
                                delete(clips);
                            })
                            .blockLast())
                    .hasRootCauseInstanceOf(NoSuchFileException.class)
                    .hasMessageContaining("the clips folder " + clips + " cannot be read");
            assertThat(listed).hasSize(1);
            Files.createDirectory(clips);
            assertThatThrownBy(items::blockLast).hasMessageContaining("the clips folder " + clips + " is empty");
        }
    }

    private static void delete(Path clips) {
        try {
            Files.delete(clips.resolve("a.mp4"));
            Files.delete(clips);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void shouldReadOnlyWhatIsRequested() throws Exception {
        StringBuilder csv = new StringBuilder("video,text\n");
        for (int i = 0; i < 10; i++) {
            write(i + ".mp4", "x");
            csv.append(i).append(".mp4,t\n");
        }
        try (PairsSource source = PairsSource.open(settings(write("pairs.csv", csv.toString())), limits())) {
            List<Item<VideoText>> received = new ArrayList<>();
            BaseSubscriber<Item<VideoText>> subscriber = new BaseSubscriber<>() {
                @Override
                protected void hookOnSubscribe(Subscription subscription) {
                    request(3);
                }

                @Override
                protected void hookOnNext(Item<VideoText> item) {
                    received.add(item);
                }
            };
            source.items().subscribe(subscriber);

            assertThat(received).hasSize(3);
            Files.delete(folder.resolve("3.mp4"));
            subscriber.request(2);
            assertThat(received).hasSize(5);
            assertThat(received.get(3).fault()).isNotNull();
            assertThat(received.get(4).fault()).isNull();
            subscriber.cancel();
            assertThat(source.expected()).isEqualTo(10);
        }
        try (Stream<Path> left = Files.list(ScratchRoot.in(temporary).folder())) {
            assertThat(left).isEmpty();
        }
    }

    @Test
    void shouldListTheSameTwiceFromOneSource() throws Exception {
        Path manifest = write("pairs.csv", "video,text\nb.mp4,t\na.mp4,t\n");
        try (PairsSource source = PairsSource.open(settings(manifest), limits())) {
            assertThat(ids(source)).containsExactly("b", "a").isEqualTo(ids(source));
        }
    }

    @Test
    void shouldCountAfterTheFilters() throws Exception {
        Path manifest = write("pairs.csv", "video,text\na.mp4,t\nb.mp4,t\nc.mp4,t\n");
        SourceSettings settings = new SourceSettings(manifest, null, null, Map.of(), 2, new Slice(1, 1), null);

        try (PairsSource source = PairsSource.open(settings, limits())) {
            assertThat(source.expected()).isEqualTo(2);
        }
    }

    @Test
    void shouldRefuseToStartWithoutInputOrClips() throws IOException {
        Path manifest = write("pairs.csv", "video,text\n");
        SourceSettings noFolder = new SourceSettings(manifest, folder.resolve("none"), null, Map.of(), 0, null, null);

        assertThatThrownBy(() -> PairsSource.open(settings(null), limits()))
                .isInstanceOf(ManifestException.class)
                .hasMessageContaining("source.pairs");
        assertThatThrownBy(() -> PairsSource.open(noFolder, limits()))
                .isInstanceOf(ManifestException.class)
                .hasMessageContaining("none")
                .hasMessageContaining("--clips-dir");
    }

    @Test
    void shouldBindItsSettingsFromTheReference() throws Exception {
        List<String> sets = List.of("source.part=2/8", "source.pairs=p.json", "source.fields.text=words");
        Configuration configuration = Configuration.load(new Layers(null, null, Map.of(), sets, List.of()));
        SourceSettings settings = configuration.bind("source", SourceSettings.class);
        configuration.check();

        assertThat(settings)
                .isEqualTo(new SourceSettings(
                        Path.of("p.json"), null, null, Map.of("text", "words"), 0, new Slice(2, 8), null));
        assertThat(configuration.canonical()).as("what came of them tells").isEmpty();
    }

    @Test
    void shouldRefuseSettingsThatExcludeEachOther() {
        List<String> sets = List.of("source.query=SELECT 1", "source.pairs=p.json");
        List<String> other = List.of("source.part=9/8", "source.limit=-1");

        assertThat(problems(sets))
                .containsExactly("--set: source: pairs and query exclude each other: give one of them");
        assertThat(problems(other))
                .containsExactly(
                        "--set: source.limit = -1: must be at least 0",
                        "--set: source.part = 9/8: must be i/n with i from 1 to n, such as 2/8");
    }

    private static List<String> problems(List<String> sets) {
        Configuration configuration = Configuration.load(new Layers(null, null, Map.of(), sets, List.of()));
        configuration.bind("source", SourceSettings.class);
        return configuration.problems().stream().map(Object::toString).toList();
    }

    private List<Item<VideoText>> items(SourceSettings settings) throws Exception {
        try (PairsSource source = PairsSource.open(settings, limits())) {
            return Flux.from(source.items()).collectList().block();
        }
    }

    private static List<String> ids(PairsSource source) {
        return Flux.from(source.items())
                .map(item -> item.id().value())
                .collectList()
                .block();
    }

    private static SourceSettings settings(Path manifest) {
        return new SourceSettings(manifest, null, null, Map.of(), 0, null, null);
    }

    private TableLimits limits() {
        return new TableLimits(128L << 20, 2, temporary);
    }

    private Path write(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }
}
