package org.inferometer.load.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.GZIPOutputStream;
import org.inferometer.record.Mode;
import org.inferometer.record.Outcome;
import org.inferometer.record.Phase;
import org.inferometer.record.RecordDraft;
import org.inferometer.record.RecordWriter;
import org.inferometer.record.RequestRecord;
import org.inferometer.record.TokenSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class TraceReaderTest {
  private static final String AZURE = "TIMESTAMP,ContextTokens,GeneratedTokens\n";
  private static final String BURST =
      "Timestamp,Model,Request tokens,Response tokens,Total tokens,Log Type\n";
  private static final String MOONCAKE =
      "{\"timestamp\": 27482, \"input_length\": 1100, \"output_length\": 52, \"hash_ids\": [46, 47, 2353]}\n";

  @TempDir Path folder;

  @Test
  void readsMooncake() throws IOException {
    TraceRows trace =
        read(MOONCAKE + "{\"output_length\":1,\"input_length\":512,\"timestamp\":27483.25}\r\n");

    assertThat(trace.format()).isEqualTo(TraceFormat.MOONCAKE);
    assertThat(trace.times()).containsExactly(0L, 1_250_000L);
    assertThat(trace.rows().get(0).inputTokens()).isEqualTo(1100);
    assertThat(trace.rows().get(0).outputTokens()).isEqualTo(52);
    assertThat(trace.rows().get(0).blocks()).containsExactly(46, 47, 2353);
    assertThat(trace.rows().get(1).blocks()).isNull();
  }

  @Test
  void readsAzureWithAllDigitsOfItsStamps() throws IOException {
    TraceRows trace =
        read(
            "\ufeff"
                + AZURE
                + "2023-11-16 18:17:03.9799600,4808,10\n2023-11-16 18:17:04.0319601,3180,8");

    assertThat(trace.format()).isEqualTo(TraceFormat.AZURE);
    assertThat(trace.times()).containsExactly(0, 52_000_100);
    assertThat(trace.rows().get(1).inputTokens()).isEqualTo(3180);
  }

  @Test
  void readsAzureWithAndWithoutDecimalsAndWithTheZone() throws IOException {
    TraceRows trace =
        read(
            AZURE
                + "2024-05-09 23:59:59.990070+00:00,1,5\n2024-05-10 02:00:00+02:00,2162,5\n"
                + "2024-05-10T00:00:01.000001Z,3,5\n");

    assertThat(trace.times()).containsExactly(0, 9_930_000, 1_009_931_000);
  }

  @Test
  void readsBurstGptAndCountsItsFailures() throws IOException {
    TraceRows trace =
        read(
            "\"Timestamp\",Session ID,Model,Request tokens,Response tokens,Total tokens,Log Type\n"
                + "5,,ChatGPT,472,18,490,Conversation log\n5,1,GPT-4,9,0,9,API log\n"
                + "45.5,1,GPT-4,\"1087\",230,1317,API log\n");

    assertThat(trace.format()).isEqualTo(TraceFormat.BURSTGPT);
    assertThat(trace.times()).containsExactly(0, 40_500_000_000L);
    assertThat(trace.rows().get(1).inputTokens()).isEqualTo(1087);
    assertThat(trace.leftOut()).isEqualTo(1);
  }

  @Test
  void readsTheMeasuredRequestsOfTheFirstRepeatOfOwnRecords() throws IOException {
    Path file = folder.resolve("trial.jsonl");
    try (RecordWriter out = RecordWriter.append(file)) {
      out.write(record(1, Phase.WARMUP, 50, 10, 4));
      out.write(record(1, Phase.MEASURED, 2_000, 20, 5));
      out.write(record(1, Phase.MEASURED, 1_000, 30, 6));
      out.write(record(1, Phase.EDGE, 3_000, 30, 6));
      out.write(record(2, Phase.MEASURED, 900, 40, 7));
    }

    TraceRows trace = TraceReader.read(file, null, null);

    assertThat(trace.format()).isEqualTo(TraceFormat.RECORDS);
    assertThat(trace.times()).containsExactly(0, 1_000);
    assertThat(trace.rows()).extracting(TraceRow::inputTokens).containsExactly(30, 20);
    assertThat(trace.rows()).extracting(TraceRow::outputTokens).containsExactly(6, 5);
  }

  @Test
  void ownRecordsComeAgainWhenTheyWereDueAndNotWhenTheyWereStarted() throws IOException {
    Path file = folder.resolve("trial.jsonl");
    RequestRecord late =
        new RecordDraft(record(1, Phase.MEASURED, 2_000, 20, 5)).with("started", 2_900L).record();
    RequestRecord unscheduled =
        new RecordDraft(record(1, Phase.MEASURED, 0, 20, 5))
            .with("scheduled", null)
            .with("started", 3_000L)
            .record();
    try (RecordWriter out = RecordWriter.append(file)) {
      out.write(record(1, Phase.MEASURED, 1_000, 20, 5));
      out.write(late);
      out.write(unscheduled);
    }

    assertThat(TraceReader.read(file, null, null).times()).containsExactly(0, 1_000, 2_000);
  }

  @Test
  void aLongPromptHasManyBlocks() throws IOException {
    String ids = "1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20";

    TraceRows trace = read(mooncake("5", "10240", "1", ",\"hash_ids\":[" + ids + "]"));

    assertThat(trace.rows().get(0).blocks()).hasSize(20).contains(16, 17, 20);
    assertMistake(
        mooncake("5", "512", "1", ",\"hash_ids\":[1],\"hash_ids\":[1]"),
        "twice the key \"hash_ids\"");
  }

  @Test
  void readsNoFurtherThanAskedFor() throws IOException {
    Path file = Files.writeString(folder.resolve("large"), MOONCAKE.repeat(3) + "damaged\n");
    try (RandomAccessFile large = new RandomAccessFile(file.toFile(), "rw")) {
      large.setLength(10L << 30);
    }

    assertThat(TraceReader.read(file, null, 3).rows()).hasSize(3);
    assertThatThrownBy(() -> TraceReader.read(file, null, 4)).hasMessageContaining("line 4");
    assertThatThrownBy(() -> TraceReader.read(file, TraceFormat.MOONCAKE, null))
        .hasMessageContaining("line 4");
  }

  @Test
  void refusesALineWithoutEnd() throws IOException {
    Path file = folder.resolve("zeros");
    try (RandomAccessFile large = new RandomAccessFile(file.toFile(), "rw")) {
      large.setLength(10L << 30);
    }

    assertThatThrownBy(() -> TraceReader.read(file, null, 1))
        .hasMessageEndingWith("line 1: it is longer than 1 MiB; allowed: one request a line");
  }

  @Test
  void namesFileLineAndKeyOfAMistake() {
    assertMistake(MOONCAKE + "{\"timestamp\":1", "line 2: it is no JSON from column 15 on");
    assertMistake(
        MOONCAKE + mooncake("27483", "[".repeat(3000), "1", ""), "line 2: it nests too deep, or");
    assertMistake(
        MOONCAKE + mooncake("27483", "9".repeat(2000), "1", ""), "line 2: it nests too deep, or");
    assertMistake(
        MOONCAKE + "[1]", "line 2: it is no JSON object; allowed: one JSON object a line");
    assertMistake(
        MOONCAKE + mooncake("27483", "-3", "1", ""), "line 2: input_length: found \"-3\"");
    assertMistake(MOONCAKE + mooncake("27483", "1", "1e3", ""), "output_length: found \"1e3\"");
    assertMistake(
        MOONCAKE + mooncake("27483", "10000001", "1", ""),
        "input_length: found \"10000001\"; allowed: a whole number of tokens from 0 to 10000000");
    assertMistake(
        MOONCAKE + mooncake("-1", "1", "1", ""),
        "timestamp: found \"-1\"; allowed: a number of mill");
    assertMistake(MOONCAKE + mooncake("1e99", "1", "1", ""), "timestamp: found \"1e99\"");
    assertMistake(MOONCAKE + mooncake("[5]", "1", "1", ""), "timestamp: found \"[\"");
    assertMistake(
        MOONCAKE + mooncake("27483", "513", "1", ",\"hash_ids\":[1]"),
        "hash_ids: found 1 ids for an input_length of 513; allowed: one for each 512 tokens begun, 2");
    assertMistake(
        MOONCAKE + mooncake("27483", "5", "1", ",\"hash_ids\":[1.5]"), "hash_ids: found \"1.5\"");
    assertMistake(
        MOONCAKE + mooncake("27483", "5", "1", ",\"hash_ids\":7"), "hash_ids: found \"7\"");
    assertMistake(
        MOONCAKE + mooncake("27483", "5", "1", ",\"delay\":7"), "unknown key \"delay\"; allowed");
    assertMistake(
        MOONCAKE + mooncake("27483", "5", "1", ",\"timestamp\":7"), "twice the key \"timestamp\"");
    assertMistake(MOONCAKE + "{\"timestamp\":1}", "line 2: no key \"input_length\"; allowed");
  }

  @Test
  void namesFileLineAndColumnOfAMistake() {
    assertMistake(AZURE + "2023-11-16 18:17:03,5,x\n", "line 2: GeneratedTokens: found \"x\"");
    assertMistake(AZURE + "2023-13-16 18:17:03,5,5\n", "TIMESTAMP: found \"2023-13-16 18:17:03\"");
    assertMistake(AZURE + "1,5,5\n", "TIMESTAMP: found \"1\"; allowed: a date and time like 2024");
    assertMistake(
        AZURE + "2023-11-16 18:17:03,5,5\n2023-11-16 18:17:04Z,5,5\n",
        "line 3: TIMESTAMP: found \"2023-11-16 18:17:04Z\"; allowed: a zone in all stamps or in none");
    assertMistake(AZURE + "\n2023-11-16 18:17:03,5\n", "line 3: found 2 columns; allowed: 3");
    assertMistake(BURST + "x,ChatGPT,1,1,2,API log\n", "Timestamp: found \"x\"; allowed: a number");
  }

  @Test
  void refusesTimesThatGoBackwards() {
    assertMistake(
        BURST + "5,ChatGPT,1,1,2,API log\n4.5,ChatGPT,1,1,2,API log\n",
        "line 3: its time is 0.5 s before that of the request before it; allowed: times that do not");
  }

  @Test
  void refusesWhatHoldsNoRequests() {
    assertMistake("", "it is empty; allowed: a trace, mooncake (JSON Lines with timestamp");
    assertMistake("\n\n", "it is empty; allowed: a trace");
    assertMistake(AZURE, "it holds no request; allowed: at least one");
    assertMistake(BURST + "5,GPT-4,9,0,9,API log\n", "none of its 1 requests has both a prompt");
    assertThatThrownBy(() -> TraceReader.read(folder.resolve("none"), null, null))
        .isInstanceOf(TraceException.class)
        .hasMessageContaining("there is no such file; allowed: a trace, mooncake");
    assertThatThrownBy(() -> TraceReader.read(folder, null, null))
        .isInstanceOf(TraceException.class)
        .hasMessageContaining("it is a folder; allowed: a file");
  }

  @Test
  void refusesOtherFormats() throws IOException {
    assertMistake(
        "a,b,c\n1,2,3\n",
        "line 1: no trace begins so, which is no JSON and has none of their columns; allowed:"
            + " mooncake (");
    assertMistake("{\"id\":\"b\"}\n", "which is JSON with none of their names");
    assertMistake("TIMESTAMP,ContextTokens\n", "which has no GeneratedTokens, like azure;");
    Path packed = folder.resolve("packed");
    try (GZIPOutputStream out = new GZIPOutputStream(Files.newOutputStream(packed))) {
      out.write(MOONCAKE.getBytes(StandardCharsets.UTF_8));
    }
    assertThatThrownBy(() -> TraceReader.read(packed, null, null))
        .isInstanceOf(TraceException.class)
        .hasMessageContaining("it is packed; allowed: a trace that was unpacked before");
    assertThatThrownBy(() -> TraceReader.read(packed, TraceFormat.RECORDS, null))
        .hasMessageContaining("it is packed");
    assertThatThrownBy(() -> TraceReader.read(file("a,b\n1,2\n"), TraceFormat.AZURE, null))
        .hasMessageContaining("line 1: no column \"TIMESTAMP\" among: a, b; allowed: TIMESTAMP");
    assertThatThrownBy(() -> TraceReader.read(file("TIMESTAMP," + AZURE), TraceFormat.AZURE, null))
        .hasMessageContaining("line 1: more than one column \"TIMESTAMP\"");
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void waitsForNoPipe() throws Exception {
    Path pipe = folder.resolve("pipe");
    assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();

    assertThatThrownBy(() -> TraceReader.read(pipe, TraceFormat.AZURE, null))
        .hasMessageContaining("it is a device or a pipe; allowed: a file");
  }

  @Test
  void doesNotLookForALineWithoutEnd() {
    assertMistake(
        AZURE + "\n".repeat(3 << 20), "more than 1 MiB before it is blank; allowed: one request");
    assertMistake(
        BURST + "5,GPT-4,9,0,9,API log\n".repeat(TraceReader.MOST + 1),
        "it holds more than 1000000 requests that have no prompt or no answer; allowed: at most");
  }

  @Test
  void leavesOutNoRecordInSilence() throws IOException {
    Path file = folder.resolve("trial.jsonl");
    try (RecordWriter out = RecordWriter.append(file)) {
      out.write(record(1, Phase.MEASURED, 2_000, 20, 5));
    }
    Files.writeString(file, "{\"id\":\"r\",\"sta\n", StandardOpenOption.APPEND);

    assertThatThrownBy(() -> TraceReader.read(file, null, null))
        .isInstanceOf(TraceException.class)
        .hasMessageContaining("trial.jsonl, line 2: it is cut off or damaged at column")
        .hasMessageContaining("allowed: lines that a run has written");
    try (RandomAccessFile large = new RandomAccessFile(file.toFile(), "rw")) {
      large.setLength(0);
      large.setLength(10L << 30);
    }
    assertThatThrownBy(() -> TraceReader.read(file, TraceFormat.RECORDS, null))
        .hasMessageContaining("line 1: it is longer than 64 MiB");
  }

  private static String mooncake(String timestamp, String input, String output, String more) {
    return "{\"timestamp\":%s,\"input_length\":%s,\"output_length\":%s%s}\n"
        .formatted(timestamp, input, output, more);
  }

  private static RequestRecord record(int fork, Phase phase, long at, int prompt, int output) {
    return new RecordDraft()
        .with("id", "r")
        .with("stack", "a")
        .with("model", "m")
        .with("task", "t")
        .with("prompt", "p")
        .with("mode", Mode.STREAM)
        .with("load", "p=1")
        .with("trial", "trial")
        .with("fork", fork)
        .with("iteration", 1)
        .with("thread", 0)
        .with("phase", phase)
        .with("place", 0L)
        .with("scheduled", at)
        .with("started", at + 7)
        .with("closed", at + 9)
        .with("status", 200)
        .with("outcome", Outcome.OK)
        .with("finish", "length")
        .with("promptTokens", prompt)
        .with("outputTokens", output)
        .with("tokenSource", TokenSource.USAGE)
        .with("maxTokens", 8)
        .with("requestBytes", 9)
        .with("inFlight", 1)
        .with("at", new long[] {at + 8})
        .with("events", new int[] {1})
        .record();
  }

  private void assertMistake(String text, String message) {
    assertThatThrownBy(() -> read(text))
        .isInstanceOf(TraceException.class)
        .hasMessageContaining("trace")
        .hasMessageContaining(message);
  }

  private TraceRows read(String text) throws IOException {
    return TraceReader.read(file(text), null, null);
  }

  private Path file(String text) throws IOException {
    return Files.writeString(folder.resolve("trace"), text);
  }
}
