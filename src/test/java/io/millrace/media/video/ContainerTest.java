package io.millrace.media.video;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.engine.item.FaultException;
import io.millrace.media.pixel.BufferPool;
import io.millrace.media.pixel.Clip;
import io.millrace.media.sample.SampleVideos;
import io.millrace.media.sample.SampleVideos.Coding;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever a file is called and whatever it names, only its own bytes are read. */
class ContainerTest {

    private static final String HLS =
            """
            #EXTM3U
            #EXT-X-VERSION:3
            #EXT-X-TARGETDURATION:10
            #EXTINF:10,
            good.ts
            #EXT-X-ENDLIST
            """;
    private static final String CONCAT = """
            ffconcat version 1.0
            file good.mp4
            """;
    private static final String DASH =
            """
            <?xml version="1.0"?>
            <MPD xmlns="urn:mpeg:dash:schema:mpd:2011" type="static" mediaPresentationDuration="PT2S"
              profiles="urn:mpeg:dash:profile:isoff-on-demand:2011"><Period><AdaptationSet mimeType="video/mp4">
              <Representation id="1" bandwidth="1000" width="160" height="120"><BaseURL>good.mp4</BaseURL>
              </Representation></AdaptationSet></Period></MPD>
            """;
    private static final String SDP =
            """
            v=0
            o=- 0 0 IN IP4 127.0.0.1
            s=x
            c=IN IP4 127.0.0.1
            t=0 0
            m=video 5004 RTP/AVP 96
            a=rtpmap:96 H264/90000
            """;

    private final BufferPool pool = new BufferPool(0);

    @TempDir
    private Path folder;

    @BeforeEach
    void writeWhatIsNamed() throws Exception {
        write("good.ts", Coding.MPEG2_TS);
        write("good.mp4", Coding.MPEG4_MP4);
    }

    @AfterEach
    void allLeasesAreHome() {
        assertThat(pool.leases()).isZero();
    }

    @Test
    void shouldRefuseWhenAFileListsOthers() throws Exception {
        assertNoVideo("list.m3u8", HLS);
        assertNoVideo("list.ffconcat", CONCAT);
        assertNoVideo("list.mpd", DASH);
        assertNoVideo("stream.sdp", SDP);
    }

    @Test
    void shouldRefuseWhenAListIsCalledAVideo() throws Exception {
        assertNoVideo("hls.mp4", HLS);
        assertNoVideo("concat.mp4", CONCAT);
        assertNoVideo("concat", CONCAT);
        assertNoVideo("dash.mkv", DASH);
    }

    @Test
    void shouldRefuseWhenAListNamesFilesFromElsewhere() throws Exception {
        assertNoVideo(
                "list.m3u8", HLS.replace("good.ts", folder.resolve("good.ts").toString()));
        assertNoVideo("list.ffconcat", "ffconcat version 1.0\nfile 'file:" + folder.resolve("good.mp4") + "'\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"note.txt", "note.nfo", "note.ans", "note.bin", "note.adf", "note.idf", "note.xb", "note"})
    void shouldRefuseWhenAFileIsText(String name) throws Exception {
        assertNoVideo(name, "root:x:0:0:root:/root:/bin/bash\ngood.mp4\n".repeat(200));
    }

    /** A percent sign in a picture's name makes FFmpeg look for a numbered series instead. */
    @Test
    void shouldReadTheFileItselfWhenItsNameIsAPattern() throws Exception {
        Path good = folder.resolve("good.mp4");
        Files.copy(good, folder.resolve("frame1.jpg"));
        Path pattern = Files.copy(good, folder.resolve("frame%d.jpg"));
        try (Clip clip = Collected.clip(pool, Collected.whole(pattern), 2)) {
            assertThat(clip.facts().codec()).isEqualTo("mpeg4");
        }
        assertNoVideo("other%d.jpg", "no picture at all");
    }

    private void assertNoVideo(String name, String content) throws IOException {
        Path file = Files.writeString(folder.resolve(name), content);
        assertThatThrownBy(() -> Collected.clip(pool, Collected.whole(file), 3))
                .as(name)
                .isInstanceOf(FaultException.class)
                .hasMessageStartingWith("NotAVideo: ")
                .hasMessageNotContaining(folder.toString());
    }

    private void write(String name, Coding coding) throws IOException {
        SampleVideos.write(folder.resolve(name), coding, 160, 120, 12);
    }
}
