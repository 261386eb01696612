package io.millrace.jobs.landmarks.footage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.millrace.config.Configuration;
import io.millrace.config.Layers;
import io.millrace.data.table.ManifestException;
import io.millrace.data.table.Slice;
import io.millrace.data.table.TableLimits;
import io.millrace.engine.item.Fault;
import io.millrace.engine.item.Item;
import io.millrace.engine.item.ItemId;
import io.millrace.media.pixel.Footage;
import io.millrace.scratch.ScratchRoot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.reactivestreams.Subscription;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Flux;

@Timeout(value = 120, unit = TimeUnit.SECONDS)
class FootageSourceTest {

    @TempDir
    private Path given;

    @TempDir
    private Path temporary;

    private Path frames;
    private Path videos;

    @BeforeEach
    void makeFolders() throws IOException {
        given = given.toRealPath();
        frames = Files.createDirectory(given.resolve("frames"));
        videos = Files.createDirectory(given.resolve("videos"));
    }

    @AfterEach
    void everySourceRemovesItsFiles() throws IOException {
        try (Stream<Path> left = Files.list(ScratchRoot.in(temporary).folder())) {
            assertThat(left).isEmpty();
        }
    }

    @Test
    void shouldTakeEachFolderThatHoldsPicturesAsAVideo() throws Exception {
        files(frames, "b/1.jpg", "a/x/1.PNG", "a/x/2.png", "a/y/1.jpg", "c/readme.txt", ".hidden/1.jpg", "d/.1.jpg");

        try (FootageSource source = open(inFrames(null))) {
            assertThat(ids(source)).containsExactly("a/x", "a/y", "b");
            assertThat(source.expected()).isEqualTo(3);
            assertThat(source.partial()).isFalse();
            assertThat(source.counts().unannotated()).isZero();
            assertThat(first(source).body()).isEqualTo(new Footage(frames.resolve("a/x"), true, null));
            assertThat(first(source).source()).isEqualTo("a/x");
        }
    }

    @Test
    void shouldTakeEachVideoFileByItsNameWithoutTheExtension() throws Exception {
        files(videos, "b.MP4", "a/x.tar.mkv", "notes.txt", "b.json", "folder.mp4/c.mov");

        try (FootageSource source = open(inVideos(null))) {
            assertThat(ids(source)).containsExactly("a/x.tar", "b", "folder.mp4/c");
            assertThat(source.others()).isEqualTo(2);
            Item<Footage> item = items(source).get(1);
            assertThat(item.body()).isEqualTo(new Footage(videos.resolve("b.MP4"), false, null));
            assertThat(item.source()).isEqualTo("b.MP4");
            assertThat(item.identity().size()).isEqualTo(5);
            assertThat(item.identity().modifiedMillis())
                    .isEqualTo(
                            Files.getLastModifiedTime(videos.resolve("b.MP4")).toMillis());
            assertThat(item.content().digest()).isNotZero();
        }
    }

    @Test
    void shouldGiveEachVideoItsAnnotationInTheirOrder() throws Exception {
        files(frames, "a/1.jpg", "b/1.jpg", "c/1.jpg", "d/1.jpg");
        Path list = write("a.json", "[{\"id\": \"c\", \"label\": \"see\"},\n {\"id\": \"gone\"}, {\"id\": \"a\"}]");

        try (FootageSource source = open(inFrames(list))) {
            List<Item<Footage>> items = items(source);
            assertThat(items).extracting(item -> item.id().value()).containsExactly("c", "gone", "a");
            assertThat(items.get(0).body().annotation()).isEqualTo("{\"id\":\"c\",\"label\":\"see\"}");
            assertThat(items.get(1).fault())
                    .isEqualTo(Fault.of(
                            "MissingInput", "there is no folder gone in the folder of frames (source.frames-dir)"));
            assertThat(source.counts().annotations()).isEqualTo(3);
            assertThat(source.counts().withoutVideo()).isEqualTo(1);
            assertThat(source.counts().unannotated()).isEqualTo(2);
            source.listUnannotated(given.resolve("list.txt"));
            assertThat(given.resolve("list.txt")).hasContent("b\nd");
        }
    }

    @Test
    void shouldTakeVideosWithoutAnAnnotationBehindTheOthersWhenAsked() throws Exception {
        files(videos, "a.mp4", "b.mp4", "c.mp4");
        Path list = write("a.jsonl", "{\"video\": \"b.mp4\"}\n");
        FootageSourceSettings settings =
                new FootageSourceSettings(null, videos, MP4, JPG, list, Map.of(), Unannotated.TAKE, 0, null, null);

        try (FootageSource source = open(settings)) {
            assertThat(ids(source)).containsExactly("b", "a", "c");
            assertThat(source.expected()).isEqualTo(3);
            assertThat(source.counts().unannotated()).isEqualTo(2);
            assertThat(items(source).get(1).body().annotation()).isNull();
        }
    }

    @Test
    void shouldSayWhichFileAnAnnotationMisses() throws Exception {
        files(videos, "a.mp4");
        Path list = write("a.csv", "id,label\na,x\nup/gone,y\n../../etc/passwd,z\n");

        try (FootageSource source = open(inVideos(list))) {
            List<Item<Footage>> items = items(source);
            assertThat(items.get(1).fault().message())
                    .isEqualTo("there is no file up/gone in the folder of videos (source.videos) with one of mp4, mkv,"
                            + " mov");
            assertThat(items.get(2).fault().type()).isEqualTo("MissingInput");
        }
    }

    /** What becomes of it, the decoder says: it is there, but empty. */
    @Test
    void shouldListAnEmptyFolderThatHasAnAnnotation() throws Exception {
        files(frames, "a/1.jpg");
        Files.createDirectory(frames.resolve("none"));
        Path map = write("a.json", "{\"none\": 1, \"a\": 2}");

        try (FootageSource source = open(inFrames(map))) {
            assertThat(items(source)).extracting(Item::fault).containsOnlyNulls();
            assertThat(first(source).body()).isEqualTo(new Footage(frames.resolve("none"), true, "1"));
            assertThat(first(source).identity().size()).isZero();
            assertThat(source.counts().unannotated()).isZero();
        }
    }

    @Test
    void shouldFailAnIdThatTwoFilesHave() throws Exception {
        files(videos, "a.mkv", "a.mp4", "b.mp4");

        try (FootageSource source = open(inVideos(null))) {
            List<Item<Footage>> items = items(source);
            assertThat(items).extracting(item -> item.id().value()).containsExactly("a", "b");
            assertThat(items.get(0).fault())
                    .isEqualTo(Fault.of("AmbiguousInput", "a.mkv and a.mp4 both have this id: rename or move one"));
        }
    }

    @Test
    void shouldUnderstandHoweverAVideoIsWritten() throws Exception {
        files(videos, "a/b.mp4", "c.mp4", "d.mp4", "e.mp4");
        Path list = write(
                "a.json",
                "[{\"Video ID\": \"./a/b.mp4\"}, {\"VIDEO_NAME\": \"" + videos + "/c.mov\"}, {\"file\": \"/d.MP4\","
                        + " \"video\": {\"fps\": 25}, \"id\": null}, {\"id\": \"e\", \"video\": \"other.mp4\"}]");

        try (FootageSource source = open(inVideos(list))) {
            assertThat(ids(source)).containsExactly("a/b", "c", "d", "e");
            assertThat(source.counts().withoutVideo()).isZero();
        }
    }

    @Test
    void shouldTakeTheFieldThatTheUserNames() throws Exception {
        files(frames, "a/1.jpg");
        Path list = write("a.json", "[{\"id\": 17, \"Sentence\": \"a\"}]");

        try (FootageSource source = open(named(list, Map.of("id", "sentence")))) {
            assertThat(ids(source)).containsExactly("a");
        }
        assertRefused(named(list, Map.of("id", "word")))
                .hasMessage(
                        list + ": line 1, column 2: entry 1 names no video: the field may be called word; the entries"
                                + " have: id, Sentence. Name yours with source.fields { id = <field> }");
        assertRefused(named(list, Map.of("text", "word")))
                .hasMessage("source.fields: there is no field 'text'; the only field of an annotation is id");
    }

    @Test
    void shouldRefuseAnnotationsOfWhichNoneHasAVideo() throws Exception {
        files(frames, "a/1.jpg");

        assertRefused(inFrames(write("l.json", "[{\"id\": 17, \"label\": 1}]")))
                .hasMessageStartingWith(given + "/l.json: there is no video of any annotation in " + frames
                        + ": the first annotation is of '17', the first video there is a; the field may be called id, ")
                .hasMessageEndingWith("the entries have: id, label. Name yours with source.fields { id = <field> }");
        assertRefused(inFrames(write("m.json", "{\"info\": {}, \"annotations\": []}")))
                .hasMessageEndingWith(
                        "the first annotation is of 'info', the first video there is a. The keys of the map"
                                + " must be the names of the videos");
    }

    @Test
    void shouldAcceptAnEmptyList() throws Exception {
        files(frames, "a/1.jpg");

        try (FootageSource source = open(inFrames(write("l.json", "[]")))) {
            assertThat(source.expected()).isZero();
            assertThat(ids(source)).isEmpty();
            assertThat(source.counts().unannotated()).isEqualTo(1);
        }
    }

    @Test
    void shouldRefuseFoldersInWhichThereIsNothing() throws Exception {
        assertRefused(settings(null, null))
                .hasMessageContaining("source.frames-dir (--frames-dir)")
                .hasMessageContaining("source.videos (--videos)");
        assertRefused(settings(given.resolve("none"), null))
                .hasMessage("there is no folder " + given + "/none. Name the folder of frames with source.frames-dir"
                        + " (--frames-dir)");
        assertRefused(settings(null, write("file", "x")))
                .hasMessage(given
                        + "/file is a file, not a folder. Name the folder of videos with source.videos (--videos)");
        assertRefused(inFrames(null)).hasMessageStartingWith("the folder " + frames + " is empty");
        files(frames, "a/x.txt");
        assertRefused(inFrames(null))
                .hasMessageContaining("no folder in it holds pictures")
                .hasMessageContaining("jpg, png");
        files(frames, "b/x.mp4");
        assertRefused(inFrames(null)).hasMessageEndingWith("name a folder of videos with source.videos (--videos)");
        files(frames, "1.jpg");
        assertRefused(inFrames(null)).hasMessageContaining("holds pictures itself: name the folder above it");
        files(videos, "x.txt", "y");
        assertRefused(inVideos(null))
                .hasMessageEndingWith("of its 2 files no name ends in one of mp4, mkv, mov (source.video-extensions)");
    }

    @Test
    void shouldRefuseNamesThatCannotStandBesideOneAnother() throws Exception {
        files(frames, "a/1.jpg", "a/b/1.jpg");

        assertRefused(inFrames(null))
                .hasMessage(frames
                        + ": the id 'a' is a parent folder of the id 'a/b': both are videos. Move or rename one");
        try (FootageSource source = open(inFrames(write("l.json", "{\"a/b\": 1}")))) {
            assertThat(ids(source)).as("what is left out is in nobody's way").containsExactly("a/b");
        }
        files(videos, "manifest.jsonl/a.mp4");
        assertRefused(inVideos(null))
                .hasMessageContaining("the id manifest.jsonl/a is the name of a file of every output");
    }

    @Test
    void shouldMakeAFolderAnotherWhenFramesOrAnnotationChange() throws Exception {
        files(frames, "a/1.jpg", "a/2.jpg", "b/1.jpg");
        Path list = write("l.json", "{\"a\": 1}");
        Item<Footage> was = onlyItem(list);
        assertThat(was.identity().size()).as("of the first, times how many").isEqualTo(10);
        assertThat(was.identity().modifiedMillis())
                .isEqualTo(Files.getLastModifiedTime(frames.resolve("a")).toMillis());

        assertThat(onlyItem(list).identity()).isEqualTo(was.identity());
        write("l.json", "{\"a\": 2}");
        assertThat(onlyItem(list).identity().entryDigest())
                .isNotEqualTo(was.identity().entryDigest());
        write("l.json", "{\"a\":  1 }");
        assertThat(onlyItem(list).identity()).as("blanks say nothing").isEqualTo(was.identity());
        Files.writeString(frames.resolve("a/3.jpg"), "12345");
        assertThat(onlyItem(list).identity().size()).isEqualTo(15);
    }

    @Test
    void shouldKnowAFolderByItsContentWhenOnlyItsDateChanges() throws Exception {
        files(frames, "a/1.jpg", "a/2.jpg");
        long was = onlyItem(null).content().digest();
        FileTime date = Files.getLastModifiedTime(frames.resolve("a"));

        files(frames, "a/thumbs.db");
        Files.setLastModifiedTime(frames.resolve("a"), FileTime.fromMillis(1));
        assertThat(onlyItem(null).content().digest()).isEqualTo(was).isNotZero();

        Set<Long> others = new HashSet<>(Set.of(was));
        Files.writeString(frames.resolve("a/2.jpg"), "12346");
        others.add(onlyItem(null).content().digest());
        Files.writeString(frames.resolve("a/2.jpg"), "12345");
        Files.move(frames.resolve("a/2.jpg"), frames.resolve("a/3.jpg"));
        others.add(onlyItem(null).content().digest());
        Files.delete(frames.resolve("a/3.jpg"));
        others.add(onlyItem(null).content().digest());
        assertThat(others).hasSize(4).doesNotContain(0L);

        Item<Footage> item = onlyItem(null);
        Files.setLastModifiedTime(frames.resolve("a"), date);
        assertThat(item.content().digest()).as("nobody knows what was read").isZero();
    }

    @Test
    void shouldReadOnlyWhatIsRequestedAndSayWhatHasGoneSince() throws Exception {
        files(frames, "a/1.jpg", "b/1.jpg", "c/1.jpg");
        List<Item<Footage>> seen = new ArrayList<>();
        try (FootageSource source = open(inFrames(null))) {
            BaseSubscriber<Item<Footage>> one = new BaseSubscriber<>() {
                @Override
                protected void hookOnSubscribe(Subscription subscription) {
                    request(1);
                }

                @Override
                protected void hookOnNext(Item<Footage> item) {
                    seen.add(item);
                }
            };
            source.items().subscribe(one);
            assertThat(seen).hasSize(1);
            Files.delete(frames.resolve("b/1.jpg"));
            Files.delete(frames.resolve("b"));
            one.request(2);
            assertThat(seen.get(1).fault()).isEqualTo(Fault.of("MissingInput", "it was there when the run began"));
            assertThat(seen.get(2).fault()).isNull();
        }
    }

    /** A disk that goes away in the middle must not make failures of all the videos on it. */
    @Test
    void shouldEndWhenTheWholeFolderGoesAway() throws Exception {
        files(videos, "a.mp4", "b.mp4");
        try (FootageSource source = open(inVideos(null))) {
            Flux<Item<Footage>> items = Flux.from(source.items());
            Files.delete(videos.resolve("a.mp4"));
            Files.delete(videos.resolve("b.mp4"));
            assertThatThrownBy(items::blockLast).hasMessageContaining("the folder " + videos + " is empty");
            Files.delete(videos);
            assertThatThrownBy(items::blockLast).hasMessageContaining("cannot be read any more");
        }
    }

    @Test
    void shouldFailAFolderThatCannotBeRead() throws Exception {
        files(frames, "a/1.jpg", "b/1.jpg");
        Path locked = frames.resolve("a");
        assumeFalse(!locked.toFile().setReadable(false) || Files.isReadable(locked), "root reads everything");
        try (FootageSource source = open(inFrames(null))) {
            assertThat(first(source).fault().type()).isEqualTo("UnreadableInput");
            assertThat(ids(source)).containsExactly("a", "b");
        } finally {
            assertThat(locked.toFile().setReadable(true)).isTrue();
        }
    }

    @Test
    void shouldPickPartsByIdLimitAndSingleId() throws Exception {
        for (int i = 0; i < 30; i++) {
            files(frames, "v" + i + "/1.jpg");
        }
        List<String> together = new ArrayList<>();
        for (int part = 1; part <= 3; part++) {
            int remainder = part - 1;
            try (FootageSource source = open(picked(null, 0, new Slice(part, 3), null))) {
                assertThat(ids(source)).hasSize((int) source.expected()).allSatisfy(id -> assertThat(
                                Integer.toUnsignedLong(Integer.reverseBytes(
                                                (int) new ItemId(id).hash().low()))
                                        % 3)
                        .isEqualTo(remainder));
                together.addAll(ids(source));
            }
        }
        assertThat(together).hasSize(30).doesNotHaveDuplicates();
        try (FootageSource source = open(picked(null, 2, null, null))) {
            assertThat(ids(source)).containsExactly("v0", "v1");
            assertThat(source.partial()).isTrue();
        }
        try (FootageSource source = open(picked(null, 30, null, null))) {
            assertThat(source.partial()).isFalse();
        }
        try (FootageSource source = open(picked(null, 0, null, "v7"))) {
            assertThat(ids(source)).containsExactly("v7");
        }
        Path list = write("l.json", "{\"v1\": 1}");
        assertRefused(picked(null, 0, null, "w")).hasMessageEndingWith("no video has the id 'w' that --only asks for");
        assertRefused(picked(list, 0, null, "v2"))
                .hasMessageEndingWith("there is no annotation of 'v2' that --only asks for; source.unannotated = take"
                        + " processes it without");
    }

    @Test
    void shouldListByPlacesWhenArranged() throws Exception {
        files(frames, "a/1.jpg", "b/1.jpg", "c/1.jpg", "d/1.jpg");
        List<String> known = List.of("d", "b");
        try (FootageSource source = open(inFrames(write("l.json", "{\"a\": 1, \"b\": 2, \"c\": 3, \"d\": 4}")))) {
            source.arrange(id -> known.indexOf(id.value()));

            assertThat(ids(source)).containsExactly("d", "b", "a", "c");
            assertThat(items(source))
                    .extracting(item -> item.body().annotation())
                    .containsExactly("4", "2", "1", "3");
        }
    }

    @Test
    void shouldBindItsSettingsFromTheReference() throws Exception {
        List<String> sets = List.of("source.frames-dir=f", "source.annotations=a.json", "source.unannotated=take");
        Configuration configuration = Configuration.load(new Layers(null, null, Map.of(), sets, List.of()));
        FootageSourceSettings settings = configuration.bind("source", FootageSourceSettings.class);
        configuration.check();

        assertThat(settings.unannotated()).isEqualTo(Unannotated.TAKE);
        assertThat(settings.videoExtensions()).contains("mp4", "mkv").doesNotHaveDuplicates();
        assertThat(settings.inputs()).containsExactly(Path.of("f"), Path.of("a.json"));
        assertThat(configuration.canonical()).as("what came of them tells").isEmpty();
    }

    @Test
    void shouldRefuseSettingsThatExcludeEachOther() {
        assertThat(problems("source.frames-dir=f", "source.videos=v"))
                .containsExactly("--set: source: frames-dir and videos exclude each other: give one of them");
        assertThat(problems("source.video-extensions=[]"))
                .singleElement()
                .asString()
                .endsWith("source: video-extensions must name at least one, and none may be empty");
    }

    private static final List<String> MP4 = List.of("mp4", "mkv", "mov");
    private static final List<String> JPG = List.of("jpg", "png");

    private static List<String> problems(String... sets) {
        Configuration configuration = Configuration.load(new Layers(null, null, Map.of(), List.of(sets), List.of()));
        configuration.bind("source", FootageSourceSettings.class);
        return configuration.problems().stream().map(Object::toString).toList();
    }

    private FootageSourceSettings inFrames(Path annotations) {
        return picked(annotations, 0, null, null);
    }

    private FootageSourceSettings inVideos(Path annotations) {
        return new FootageSourceSettings(
                null, videos, MP4, JPG, annotations, Map.of(), Unannotated.SKIP, 0, null, null);
    }

    private FootageSourceSettings named(Path annotations, Map<String, String> fields) {
        return new FootageSourceSettings(frames, null, MP4, JPG, annotations, fields, Unannotated.SKIP, 0, null, null);
    }

    private FootageSourceSettings picked(Path annotations, long limit, Slice part, String only) {
        return new FootageSourceSettings(
                frames, null, MP4, JPG, annotations, Map.of(), Unannotated.SKIP, limit, part, only);
    }

    private static FootageSourceSettings settings(Path frames, Path videos) {
        return new FootageSourceSettings(frames, videos, MP4, JPG, null, Map.of(), Unannotated.SKIP, 0, null, null);
    }

    private FootageSource open(FootageSourceSettings settings) throws ManifestException {
        return FootageSource.open(settings, new TableLimits(64 << 20, 1, temporary));
    }

    private AbstractThrowableAssert<?, ?> assertRefused(FootageSourceSettings settings) {
        return assertThatThrownBy(() -> open(settings).close()).isInstanceOf(ManifestException.class);
    }

    private Item<Footage> onlyItem(Path annotations) throws Exception {
        try (FootageSource source = open(inFrames(annotations))) {
            return first(source);
        }
    }

    private static Item<Footage> first(FootageSource source) {
        return Flux.from(source.items()).blockFirst();
    }

    private static List<Item<Footage>> items(FootageSource source) {
        return Flux.from(source.items()).collectList().block();
    }

    private static List<String> ids(FootageSource source) {
        return items(source).stream().map(item -> item.id().value()).toList();
    }

    private Path write(String name, String text) throws IOException {
        return Files.writeString(given.resolve(name), text);
    }

    private static void files(Path root, String... names) throws IOException {
        for (String name : names) {
            Path file = root.resolve(name);
            Files.createDirectories(file.getParent());
            Files.writeString(file, "12345");
        }
    }
}
