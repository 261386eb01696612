package io.millrace.cli.terminal;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.engine.item.Fault;
import io.millrace.engine.item.Item;
import io.millrace.engine.item.ItemId;
import io.millrace.engine.metrics.Outlook;
import io.millrace.engine.metrics.Outlook.Eta;
import io.millrace.engine.metrics.Status;
import io.millrace.engine.metrics.Status.Items;
import io.millrace.engine.metrics.Status.State;
import io.millrace.run.RunListener.Ended;
import io.millrace.run.RunListener.Start;
import io.millrace.show.console.ResumeLine;
import io.millrace.show.console.Screens;
import io.millrace.show.console.Snapshots;
import io.millrace.show.console.Summaries;
import io.millrace.show.console.Summary;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class JsonListenerTest {

    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-20T10:51:02Z"), ZoneOffset.UTC);
    private static final String BEGIN = "{\"v\":1,\"ts\":\"2026-11-20T10:51:02.000Z\",\"type\":";

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final ByteArrayOutputStream errors = new ByteArrayOutputStream();
    private final JsonListener listener = new JsonListener(
            new PrintStream(bytes, false, US_ASCII),
            new PrintStream(errors, false, US_ASCII),
            Duration.ofSeconds(1),
            CLOCK);

    @Test
    void shouldWriteOneLinePerEvent() {
        listener.started(new Start("clips", "r1", "out/clips", "0.1.0", "f00"));
        listener.resumed(new ResumeLine(200, 3, 0, 800, 0));
        listener.resumed(new ResumeLine(200, 3, 1, -1, 0));
        Fault fault = Fault.of("CorruptVideo", "moov atom not found").in("decode");
        listener.failed(Item.unlisted(new ItemId("a"), "ä\n.mp4", fault), fault, null);
        listener.draining("SIGTERM", Snapshots.at(1, new Items(1, true, 0, 0, 0, 0, 0), 0), Duration.ofMinutes(1));
        listener.error("the disk is full", 74);

        assertThat(bytes.toString(US_ASCII))
                .isEqualTo(BEGIN
                        + "\"run_start\",\"job\":\"clips\",\"run\":\"r1\",\"output\":\"out/clips\",\"version\":\"0.1.0\",\"fingerprint\":\"f00\"}\n"
                        + BEGIN + "\"resume\",\"done\":200,\"runs\":3,\"failed\":0,\"to_do\":800,\"stale\":0}\n"
                        + BEGIN + "\"resume\",\"done\":200,\"runs\":3,\"failed\":1,\"to_do\":null,\"stale\":0}\n"
                        + BEGIN
                        + "\"item_failed\",\"id\":\"a\",\"source\":\"\\u00E4\\n.mp4\",\"stage\":\"decode\",\"class\":\"CorruptVideo\",\"message\":\"moov atom not found\"}\n"
                        + BEGIN + "\"drain\",\"run\":\"20261120-105102\",\"in_flight\":16,\"timeout_seconds\":60}\n"
                        + BEGIN + "\"error\",\"message\":\"the disk is full\",\"exit\":74}\n");
        assertThat(errors.toString(US_ASCII)).isEqualTo("the disk is full\n");
    }

    @Test
    void shouldShowTheCountsAndTheOutlookOfTheSnapshot() throws Exception {
        Items items = new Items(1000, true, 100, 290, 5, 5, 0);
        Eta eta = new Eta(Duration.ofSeconds(40), Duration.ofMillis(35_500), Duration.ofSeconds(60));
        listener.progress(Snapshots.at(10, items, 5));
        listener.progress(Snapshots.at(20, items, 5, State.RUNNING, Snapshots.pace(20, 15, eta)));
        listener.stages(Snapshots.at(30, items, 5));
        JsonNode[] lines = lines();

        assertThat(lines[0].get("eta_seconds").isNull()).isTrue();
        assertThat(lines[0].get("limit").get("kind").asText()).isEqualTo("UNKNOWN");
        assertThat(lines[1].get("items_per_second").asDouble()).isEqualTo(20);
        assertThat(lines[1].get("average_per_second").asDouble()).isEqualTo(15);
        assertThat(lines[1].get("eta_seconds").asDouble()).isEqualTo(40);
        assertThat(lines[1].get("eta_low_seconds").asDouble()).isEqualTo(35.5);
        assertThat(lines[1].get("eta_high_seconds").asDouble()).isEqualTo(60);
        assertThat(lines[1].get("items").get("left").asLong()).isEqualTo(600);
        assertThat(lines[1].get("listing_complete").asBoolean()).isTrue();
        assertThat(lines[2].get("stages").get(0).get("blocked").asDouble()).isEqualTo(0.56);
        assertThat(lines[2].get("stages").get(0).get("most").asInt()).isEqualTo(8);
    }

    @Test
    void shouldSayOnceWhatLimitsTheRunWheneverThatIsAnother() throws Exception {
        Status limited = Screens.ISSUE.status();
        listener.progress(limited);
        listener.progress(limited);
        listener.progress(limited.with(Outlook.NONE));
        listener.progress(limited.with(Screens.CPU));
        JsonNode[] lines = lines();

        assertThat(lines)
                .extracting(line -> line.get("type").asText())
                .containsExactly("progress", "diagnosis", "progress", "progress", "progress", "diagnosis");
        assertThat(lines[1].get("message").asText()).startsWith("infer: 98% busy");
        assertThat(lines[1].get("limit").get("stage").asText()).isEqualTo("infer");
        assertThat(lines[1].get("advice").get("to").asInt()).isEqualTo(2);
        assertThat(lines[5].get("limit").get("kind").asText()).isEqualTo("CPU");
        assertThat(lines[5].get("limit").get("stage").isNull()).isTrue();
    }

    @Test
    void shouldEndWithWhatSummaryJsonHolds() throws Exception {
        Summary summary = Summaries.of(new Status.Items(3, true, 1, 1, 0, 1, 0), Duration.ofSeconds(2));
        Status last = Snapshots.at(10, summary.items(), 1);
        listener.ended(new Ended(last, summary, List.of()));

        assertThat(bytes.toString(US_ASCII).split("\n"))
                .hasSize(3)
                .endsWith(BEGIN + "\"summary\"," + summary.json().substring(1));
        assertThat(bytes.toString(US_ASCII)).endsWith("}\n");
    }

    @Test
    @Timeout(20)
    void shouldKeepLinesWholeWhenSeveralThreadsWrite() throws Exception {
        CountDownLatch done = new CountDownLatch(4);
        for (int thread = 0; thread < 4; thread++) {
            new Thread(
                            () -> {
                                for (int i = 0; i < 500; i++) {
                                    listener.error("x".repeat(i), i);
                                }
                                done.countDown();
                            },
                            "writer-" + thread)
                    .start();
        }
        done.await();

        assertThat(lines()).hasSize(2000).allSatisfy(line -> assertThat(
                        line.get("message").asText())
                .hasSize(line.get("exit").asInt()));
    }

    private JsonNode[] lines() throws Exception {
        String[] lines = bytes.toString(US_ASCII).split("\n");
        JsonNode[] nodes = new JsonNode[lines.length];
        for (int i = 0; i < lines.length; i++) {
            nodes[i] = new ObjectMapper().readTree(lines[i]);
        }
        return nodes;
    }
}
