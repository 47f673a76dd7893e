package org.inferometer.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RecordReaderTest {
  @TempDir private Path folder;

  private final List<RequestRecord> records = new ArrayList<>();
  private final List<String> problems = new ArrayList<>();

  @Test
  void readsEveryFieldThatTheWriterWrote() {
    RequestRecord written =
        new RecordDraft(record(3))
            .with("reasoningTokens", 17)
            .with("reasoningEvents", 18)
            .with("unknownEvents", 19)
            .with("worker", "worker")
            .with("tenant", "tenant")
            .with("conversation", "conversation")
            .with("turn", 20)
            .with("firstVisible", 21L)
            .with("firstTool", 22L)
            .with("toCancel", true)
            .with("turns", 23)
            .with("answers", 24)
            .with("answerTokens", new int[] {25})
            .record();
    assertThat(written).hasNoNullFieldsOrProperties();
    Path file = write(written);

    RecordReader.read(file, records::add, problems::add);

    assertThat(records).usingRecursiveFieldByFieldElementComparator().containsExactly(written);
    assertThat(problems).isEmpty();
  }

  @Test
  void readsOnFromWhereALineBegins() throws IOException {
    Path file = write(record(3));
    long begin = Files.size(file);
    write(record(3), record(4));

    RecordReader.readFrom(file, begin, records::add);
    assertThat(records)
        .usingRecursiveFieldByFieldElementComparator()
        .containsExactly(record(3), record(4));
    RecordReader.readFrom(file, Files.size(file), records::add);
    assertThat(records).hasSize(2);
  }

  @Test
  void aDraftTakesOnlyWhatRecordsHave() {
    RecordDraft draft = new RecordDraft();

    assertThatThrownBy(() -> draft.with("outputToken", 1))
        .hasMessage("a record has no \"outputToken\"");
    assertThatThrownBy(() -> draft.with("started", 1))
        .hasMessage("started is of type Long, not Integer");
    assertThat(draft.with("started", 1L).with("started", null).record().started()).isNull();
  }

  @Test
  void tellsThePlacesOfWhatWasMeasuredAndAnswered() throws IOException {
    String placed = Files.readString(write(record(3))).replace("\"timeout\"", "\"ok\"");
    assertThat(placed).contains("\"phase\":\"measured\",\"place\":3,", "\"outcome\":\"ok\"");
    Path file = folder.resolve("places.jsonl");
    Files.writeString(
        file,
        placed
            + placed.replace("\"place\":3,", "")
            + placed.replace("measured", "edge")
            + placed.replace("\"ok\"", "\"reset\"").replace("\"place\":3", "\"place\":8")
            + "{\"fork\":1, \"place\n"
            + placed
                .replace("\"place\":3", "\"place\":9")
                .replaceFirst("\\{(\"id\":.*?),(\"stack.*)}", "{$2,$1}"));
    List<String> told = new ArrayList<>();

    RecordReader.places(file, (fork, place) -> told.add(fork + "/" + place));

    assertThat(told).containsExactly("1/3", "1/9");
  }

  @Test
  void tellsTheTurnsOfAConversationApart() throws IOException {
    String line = Files.readString(write(record(3))).replace("\"timeout\"", "\"ok\"");
    String place = "\"place\":3,\"conversation\":\"c\",\"turn\":";
    Path file = folder.resolve("turns.jsonl");
    Files.writeString(
        file,
        line.replace("\"place\":3,", place + "1,") + line.replace("\"place\":3,", place + "2,"));
    List<Long> told = new ArrayList<>();

    RecordReader.places(file, (fork, question) -> told.add(question));
    RecordReader.read(file, records::add, problems::add);

    assertThat(told).hasSize(2).doesNotHaveDuplicates().startsWith(3L);
    assertThat(records).extracting(RequestRecord::question).isEqualTo(told);
  }

  @Test
  void readsLinesLongerThanItsBuffer() {
    RequestRecord written = record(300_000);

    RecordReader.read(write(record(2), written, record(2)), records::add, problems::add);

    assertThat(records).hasSize(3);
    assertThat(records.get(1).at()).isEqualTo(written.at());
  }

  @Test
  void leavesDamagedLinesOutAndNamesThem() throws IOException {
    Path file = write(record(1));
    Files.writeString(file, Files.readString(file) + "{\"id\": \n{\"id\":\"x\"}\nnonsense\n");
    try (RecordWriter out = RecordWriter.append(file)) {
      out.write(record(2));
    }

    RecordReader.read(file, records::add, problems::add);

    assertThat(records).hasSize(2);
    assertThat(problems).hasSize(3);
    assertThat(problems.get(0)).contains(file.toString(), "line 2 is left out");
    assertThat(problems.get(1)).contains("line 3", "stack is missing");
    assertThat(problems.get(2)).contains("line 4");
  }

  @Test
  void leavesOutALineThatTheEndOfTheFileCutsOff() throws IOException {
    Path file = write(record(1), record(2));
    String text = Files.readString(file);
    Files.writeString(file, text.substring(0, text.length() - 9));

    RecordReader.read(file, records::add, problems::add);

    assertThat(records).hasSize(1);
    assertThat(problems).singleElement().asString().contains("line 2 is left out");
  }

  @Test
  void leavesOutATornLineAndALineOfAbsurdLength() throws IOException {
    Path file = write(record(1));
    String good = Files.readString(file);
    byte[] huge = new byte[65 << 20];
    java.util.Arrays.fill(huge, (byte) '[');
    Files.writeString(file, good.strip() + good);
    Files.write(file, huge, StandardOpenOption.APPEND);
    Files.writeString(file, "\n\n" + good, StandardOpenOption.APPEND);

    RecordReader.read(file, records::add, problems::add);

    assertThat(records).hasSize(1);
    assertThat(problems).hasSize(3);
    assertThat(problems.get(0)).contains("line 1", "torn line");
    assertThat(problems.get(1)).contains("line 2", "longer than 64 MiB");
    assertThat(problems.get(2)).contains("line 3");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "id",
        "stack",
        "model",
        "task",
        "outcome",
        "phase",
        "mode",
        "fork",
        "iteration",
        "started",
        "closed",
        "at"
      })
  void namesWhatARecordIsWithout(String field) throws IOException {
    Path file = write(record(1));
    Files.writeString(
        file,
        Files.readString(file)
            .replace("\"outcome\":\"timeout\"", "\"outcome\":\"ok\"")
            .replaceFirst("\"" + field + "\":(\\[[0-9,]*\\]|[^,]*),", ""));

    RecordReader.read(file, records::add, problems::add);

    assertThat(records).isEmpty();
    assertThat(problems).singleElement().asString().endsWith(field + " is missing");
  }

  @Test
  void aRequestThatFailedMayNeverHaveBegun() throws IOException {
    Path file = write(record(1));
    Files.writeString(
        file,
        Files.readString(file).replaceAll("\"(started|closed|at|events|tokens)\":[^a-z]*,", ""));

    RecordReader.read(file, records::add, problems::add);

    assertThat(problems).isEmpty();
    assertThat(records.get(0).started()).isNull();
    assertThat(records.get(0).at()).isNull();
  }

  @Test
  void readsNoFurtherThanItIsAsked() {
    Path file = write(record(1), record(2), record(3));

    assertThat(RecordReader.first(file).orElseThrow().at()).hasSize(1);
    RecordReader.readWhile(
        file,
        one -> {
          records.add(one);
          return one.at().length < 2;
        });
    assertThat(records).hasSize(2);
  }

  @Test
  void theFirstRecordIsTheFirstThatCanBeRead() throws IOException {
    Path file = write(record(2));
    Files.writeString(file, "garbage\n" + Files.readString(file));

    assertThat(RecordReader.first(file).orElseThrow().at()).hasSize(2);
    Files.writeString(file, "garbage\n");
    assertThat(RecordReader.first(file)).isEmpty();
  }

  @Test
  void anAbsurdLineAtTheEndIsToldToo() throws IOException {
    Path file = write(record(1));
    byte[] huge = new byte[65 << 20];
    java.util.Arrays.fill(huge, (byte) '[');
    Files.write(file, huge, StandardOpenOption.APPEND);

    RecordReader.read(file, records::add, problems::add);

    assertThat(records).hasSize(1);
    assertThat(problems).singleElement().asString().contains("line 2", "longer than 64 MiB");
  }

  @Test
  void twentyDamagedLinesAreAllTold() throws IOException {
    Path file = write(record(1));
    Files.writeString(file, "garbage\n".repeat(20), StandardOpenOption.APPEND);

    RecordReader.read(file, records::add, problems::add);

    assertThat(problems)
        .hasSize(20)
        .allMatch(one -> one.matches(".*it is cut off or damaged at column [0-9]+"));
  }

  @Test
  void reportsTheFirstOfManyDamagedLinesAndCountsTheRest() throws IOException {
    Path file = write(record(1));
    Files.writeString(file, "garbage\n".repeat(1000), StandardOpenOption.APPEND);

    RecordReader.read(file, records::add, problems::add);

    assertThat(records).hasSize(1);
    assertThat(problems).hasSize(21).last().asString().contains("980 more lines");
  }

  @Test
  void skipsFieldsThatALaterVersionAdds() throws IOException {
    Path file = write(record(1));
    Files.writeString(file, Files.readString(file).replace("{\"id\"", "{\"new\":[{}],\"id\""));

    RecordReader.read(file, records::add, problems::add);

    assertThat(records).hasSize(1);
    assertThat(problems).isEmpty();
  }

  @Test
  void keepsTheFactsThatOnlySomeRequestsHave() throws IOException {
    Path file = write(record(1));
    String some =
        "\"reasoningTokens\":3,\"reasoningEvents\":2,\"unknownEvents\":1,\"worker\":\"w\","
            + "\"tenant\":\"t\","
            + "\"firstVisible\":1000000000000,\"firstTool\":1000000000001,\"toCancel\":true";
    String batch = "\"answers\":2,\"answerTokens\":[3,4]";
    assertThat(Files.readString(file))
        .doesNotContain("reasoning", "unknown", "tenant", "turn", "first", "toCancel", "answer");
    String turn = "\"place\":3,\"conversation\":\"c\",\"turn\":4,\"turns\":5";
    Files.writeString(
        file,
        Files.readString(file)
            .replace("}\n", "," + some + "," + batch + "}\n")
            .replace("\"place\":3", turn));

    RecordReader.read(file, records::add, problems::add);

    assertThat(problems).isEmpty();
    Path again = folder.resolve("again.jsonl");
    try (RecordWriter out = RecordWriter.append(again)) {
      out.write(records.get(0));
    }
    assertThat(Files.readString(again)).contains(some, turn, batch);
  }

  @Test
  void refusesArrivalsWithoutTheirEvents() throws IOException {
    Path file = write(record(2));
    Files.writeString(file, Files.readString(file).replace("\"events\":[1,1]", "\"events\":[1]"));

    RecordReader.read(file, records::add, problems::add);

    assertThat(records).isEmpty();
    assertThat(problems).singleElement().asString().contains("differ in length");
  }

  private Path write(RequestRecord... all) {
    Path file = folder.resolve("records.jsonl");
    try (RecordWriter out = RecordWriter.append(file)) {
      for (RequestRecord one : all) {
        out.write(one);
      }
    }
    return file;
  }

  private static RequestRecord record(int arrivals) {
    long[] at = LongStream.range(1_000_000_000_000L, 1_000_000_000_000L + arrivals).toArray();
    int[] ones = new int[arrivals];
    java.util.Arrays.fill(ones, 1);
    return new RecordDraft()
        .with("id", "id")
        .with("stack", "stack")
        .with("model", "model")
        .with("task", "task")
        .with("prompt", "prompt")
        .with("mode", Mode.STREAM)
        .with("load", "p=1")
        .with("trial", "trial")
        .with("fork", 1)
        .with("iteration", 2)
        .with("thread", 3)
        .with("phase", Phase.MEASURED)
        .with("place", 3L)
        .with("scheduled", 4L)
        .with("started", 5L)
        .with("connectNanos", 6L)
        .with("sent", 7L)
        .with("head", 8L)
        .with("closed", 9L)
        .with("status", 200)
        .with("outcome", Outcome.TIMEOUT)
        .with("phaseOfFailure", FailurePhase.BEFORE_HEAD)
        .with("reason", "too late")
        .with("finish", "length")
        .with("promptTokens", 10)
        .with("outputTokens", 11)
        .with("tokenSource", TokenSource.CHUNK_USAGE)
        .with("eventTokens", 12)
        .with("cachedTokens", 13)
        .with("maxTokens", 14)
        .with("requestBytes", 15)
        .with("inFlight", 16)
        .with("at", at)
        .with("events", ones)
        .with("tokens", ones)
        .with("bytes", ones)
        .record();
  }
}
