package org.inferometer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.inferometer.record.Mode;
import org.inferometer.result.HandMade;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class ResultCommandsTest {
  @TempDir private Path folder;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void checkPassesWhereTargetsAreMet() throws IOException {
    assertThat(execute(new CheckCommand(), run("a", 20), "--slo", "p2ft=30ms")).isZero();
    assertThat(out.toString()).contains("100.00 % of the requests meet", "passed");
  }

  @Test
  void checkFailsWhereTargetsAreMissed() throws IOException {
    assertThat(execute(new CheckCommand(), run("a", 20), "--slo", "p2ft=10ms")).isEqualTo(1);
    assertThat(out.toString()).contains("FAIL", "failed");
  }

  @Test
  void checkRefusesAShareAboveAll() throws IOException {
    assertThat(
            execute(new CheckCommand(), run("a", 20), "--slo", "p2ft=30ms", "--attainment", "101%"))
        .isEqualTo(2);
    assertThat(err.toString()).contains("--attainment is more than all requests");
  }

  @Test
  void checkFailsAnIncompleteRun() throws IOException {
    String run = run("a", 20);
    Files.delete(Path.of(run, "DONE"));

    assertThat(execute(new CheckCommand(), run)).isEqualTo(1);
    assertThat(out.toString()).contains("is incomplete");
    execute(new ReportCommand(), run, "--no-figures");
    assertThat(out.toString().split("go on with: inferometer run --resume " + run, -1)).hasSize(3);
    execute(new CompareCommand(), run, run("b", 20));
    assertThat(out.toString())
        .contains("flagged: a is incomplete: ")
        .contains("trials are not measured")
        .doesNotContain("DONE");
  }

  @Test
  void checkFailsARegressionAboveTheTolerance() throws IOException {
    String before = run("before", 20);
    String after = run("after", 40);

    assertThat(execute(new CheckCommand(), after, "--baseline", before)).isEqualTo(1);
    assertThat(out.toString())
        .containsPattern("FAIL.*P2FT \\+9\\d")
        .containsOnlyOnce("°: exploratory");
    assertThat(execute(new CheckCommand(), before, "--baseline", after)).isZero();
    assertThat(execute(new CheckCommand(), after, "--baseline", before, "--tolerance", "200%"))
        .isZero();
  }

  @Test
  void checkFailsWhereTooFewRepeatsCanShowNothing() throws IOException {
    for (String name : List.of("before", "after")) {
      HandMade.run(folder.resolve(name), Mode.STREAM, List.of(1), "a")
          .write("a", 1, HandMade.ok(1, 100, 120, 130));
    }

    assertThat(execute(new CheckCommand(), path("after"), "--baseline", path("before")))
        .isEqualTo(1);
    assertThat(out.toString())
        .containsOnlyOnce("FAIL  ")
        .contains("5 of 5 comparisons cannot be made")
        .doesNotContain("by chance");
  }

  @Test
  void checkFailsWhereMoreRequestsFailThanInTheBaseline() throws IOException {
    String before = run("before", 20);
    String after = run("after", 20);
    assertThat(execute(new CheckCommand(), after, "--baseline", before)).isZero();

    HandMade.run(Path.of(after), Mode.STREAM, List.of(1), "a")
        .write("a", 1, HandMade.failed(1, 10_000, 10_010), HandMade.failed(2, 20_000, 20_010));

    assertThat(execute(new CheckCommand(), after, "--baseline", before)).isEqualTo(1);
    assertThat(out.toString()).contains("5.26 % of the requests fail, 0.00 % in the baseline");
  }

  @Test
  void checkFailsOnRecordsThatCannotBeTrue() throws IOException {
    String run = run("a", 20);
    assertThat(execute(new CheckCommand(), run)).isZero();

    Path records = Path.of(run, "requests", "a", "complete-m-chat-stream-p1.jsonl");
    Files.writeString(records, Files.readString(records) + Files.readString(records));

    assertThat(execute(new CheckCommand(), run)).isEqualTo(1);
    assertThat(out.toString()).contains("FAIL  complete-m-chat-stream-p1 on a is suspect: 36 rec");
  }

  @Test
  void checkFailsWhereAMetricOfTheBaselineIsGone() throws IOException {
    String before = run("before", 20);
    String after = run("after", 20);
    Path records = Path.of(after, "requests", "a", "complete-m-chat-stream-p1.jsonl");
    Files.writeString(records, Files.readString(records).replaceAll("\"outputTokens\":\\d+,", ""));

    assertThat(execute(new CheckCommand(), after, "--baseline", before)).isEqualTo(1);
    assertThat(out.toString()).contains("TPOT is not in after");
  }

  private String path(String name) {
    return folder.resolve(name).toString();
  }

  @Test
  void wrongArgumentsEndWithTwoAndASentence() throws IOException {
    String run = run("a", 20);

    assertThat(execute(new CheckCommand(), run, "--slo", "speed=1ms")).isEqualTo(2);
    assertThat(err.toString()).contains("no metric is called speed; allowed: [p2ft,");
    assertThat(execute(new CheckCommand(), run, "--tolerance", "much")).isEqualTo(2);
    assertThat(execute(new CheckCommand(), run, "--tolerance", "5%")).isEqualTo(2);
    assertThat(err.toString()).contains("--tolerance has no effect without --baseline");
    assertThat(execute(new CheckCommand(), run, "--attainment", "99%")).isEqualTo(2);
    assertThat(err.toString()).contains("--attainment has no effect without --slo");
    assertThat(execute(new ReportCommand(), folder.toString())).isEqualTo(2);
    assertThat(err.toString())
        .contains("is no run: it has no plan.json", "such as " + run + " in it")
        .doesNotContain("\tat ");
    assertThat(execute(new CheckCommand(), path("none"))).isEqualTo(2);
    assertThat(err.toString()).contains("none is no run: there is no such directory");
    Files.writeString(Path.of(run, "plan.json"), "{\n  oops");
    assertThat(execute(new CheckCommand(), run)).isEqualTo(2);
    assertThat(err.toString()).contains("plan.json is damaged in line 2");
    Files.writeString(Path.of(run, "plan.json"), "{\n  \"scenario\": {\n    \"name\": ");
    assertThat(execute(new CheckCommand(), run)).isEqualTo(2);
    assertThat(err.toString()).contains("plan.json is damaged in line 3");
  }

  @Test
  void compareFlagsAnotherMachineAndShowsTheRatio() throws IOException {
    String before = run("before", 20);
    String after = run("after", 40);
    Files.writeString(
        Path.of(before, "environment.json"),
        "{\"run\":\"1\",\"host\":{\"cpu\":\"A\"},\"clock\":[{\"wall\":\"1\"}]}");
    Files.writeString(
        Path.of(after, "environment.json"),
        "{\"run\":\"2\",\"host\":{\"cpu\":\"B\"},\"clock\":[{\"wall\":\"2\"}]}");

    assertThat(execute(new CompareCommand(), before, after)).isZero();
    assertThat(out.toString())
        .contains("flagged: environment.host.cpu differs: A and B")
        .doesNotContain("clock")
        .doesNotContain("environment.run")
        .containsPattern("a: P2FT, ms .*slower");
  }

  @Test
  void compareRefusesAnotherGeneration() throws IOException {
    String before = run("before", 20);
    String after = run("after", 20);
    Path plan = Path.of(after, "plan.json");
    Files.writeString(
        plan, Files.readString(plan).replace("\"max_tokens\" : 64", "\"max_tokens\" : 65"));

    assertThat(execute(new CompareCommand(), before, after)).isEqualTo(1);
    assertThat(out.toString()).contains("not compared: task chat, generation differs");
  }

  @Test
  void compareRefusesAnotherModelWhereOnlyItsNameIsKnown() throws IOException {
    String before = run("before", 20);
    String after = run("after", 20);
    for (String run : List.of(before, after)) {
      Path plan = Path.of(run, "plan.json");
      Files.writeString(
          plan, Files.readString(plan).replaceAll("\"directory\" : \"/m\"", "\"generate\" : null"));
    }
    assertThat(execute(new CompareCommand(), before, after)).isZero();
    Path plan = Path.of(after, "plan.json");
    Files.writeString(
        plan, Files.readString(plan).replace("\"m\" : \"m\"", "\"m\" : \"other-8b\""));

    assertThat(execute(new CompareCommand(), before, after)).isEqualTo(1);
    assertThat(out.toString())
        .contains(
            "not compared: model m of a, by the name it is asked for differs: m and other-8b");
  }

  @Test
  void compareRefusesPromptsThatOneRunOnlyAskedAnewOrCut() throws IOException {
    String before = run("before", 20);
    String after = run("after", 20);
    for (String run : List.of(before, after)) {
      Files.writeString(Path.of(run, "environment.json"), "{\"run\":\"" + run + "\"}");
    }
    assertThat(execute(new CompareCommand(), before, after)).isZero();
    Path plan = Path.of(after, "plan.json");
    String task = "\"reuse\" : false";
    Files.writeString(
        plan, Files.readString(plan).replace(task, "\"reuse\" : true, \"max_words\" : 9"));

    assertThat(execute(new CompareCommand(), before, after)).isEqualTo(1);
    assertThat(out.toString())
        .contains("task chat, prompts differs: new for each request and asked over and over")
        .contains("task chat, words of a prompt differs: all and 9");
  }

  @Test
  void compareKnowsPromptsByTheirContentAndNotByTheirPath() throws IOException {
    String before = run("before", 20);
    String after = run("after", 20);
    Path plan = Path.of(after, "plan.json");
    Files.writeString(
        plan,
        Files.readString(plan).replaceAll("\"prompts\" : \"[^\"]*\"", "\"prompts\" : \"/x\""));
    prompts(before, "ab12");

    assertThat(execute(new CompareCommand(), before, after)).isZero();
    assertThat(out.toString())
        .contains(
            "flagged: whether the prompts are the same is unknown: no fingerprint of them is kept in after");

    prompts(after, "ab12");
    out.getBuffer().setLength(0);
    assertThat(execute(new CompareCommand(), before, after)).isZero();
    assertThat(out.toString()).doesNotContain("prompts");

    prompts(after, "cd34");
    out.getBuffer().setLength(0);
    assertThat(execute(new CompareCommand(), before, after)).isEqualTo(1);
    assertThat(out.toString())
        .contains("not compared: task chat, SHA-256 of the prompts differs: ab12 and cd34");
  }

  private static void prompts(String run, String hash) throws IOException {
    Files.writeString(
        Path.of(run, "environment.json"), "{\"prompts\":{\"chat\":\"%s\"}}".formatted(hash));
  }

  @Test
  void compareCountsClaimsWithinRunsAndThoseOfSuspectTrialsApart() throws IOException {
    // At 10 ms the client's own delay of 1 ms is a reason of doubt.
    String sound = twoStacks("sound", 50);
    String doubtful = twoStacks("doubtful", 10);

    assertThat(execute(new CompareCommand(), "--claims", sound, doubtful, sound)).isZero();
    assertThat(out.toString())
        .contains("P2FT: a difference is claimed in 2 of 2 comparisons, 100.0 %")
        .contains("P2FT, suspect trials: a difference is claimed in 1 of 1 comparisons")
        .contains("Token throughput, exploratory: a difference is claimed in 2 of 2")
        .contains("Any declared difference: claimed in 3 of 3 runs");
  }

  /** Three repeats of two stacks, the second of which takes twice as long to its first token. */
  private String twoStacks(String name, long firstMillis) throws IOException {
    HandMade run = HandMade.run(folder.resolve(name), Mode.STREAM, List.of(1), "a", "b");
    for (int fork = 1; fork <= 3; fork++) {
      long a = 10_000L * fork;
      long b = a;
      for (int i = 0; i < 12; i++) {
        long wait = firstMillis + (i == 0 ? fork : 0);
        run.write("a", 1, HandMade.ok(fork, a, a + wait, a + wait + 10));
        run.write("b", 1, HandMade.ok(fork, b, b + 2 * wait, b + 2 * wait + 12));
        // The slot is free 2 ms after the last token and sends a millisecond later.
        a += wait + 13;
        b += 2 * wait + 15;
      }
    }
    return path(name);
  }

  @Test
  void checkSaysWhichTrialsHaveNoSuchMetric() throws IOException {
    HandMade sync = HandMade.run(folder.resolve("sync"), Mode.SYNC, List.of(1), "a");
    sync.write("a", 1, HandMade.ok(1, 100, 120));

    assertThat(execute(new CheckCommand(), path("sync"), "--slo", "p2ft=30ms")).isEqualTo(1);
    assertThat(out.toString())
        .contains("note  sync trials have no p2ft: they are not held against the targets")
        .contains("FAIL  no trial can be held against the targets")
        .doesNotContain("NaN");
    out.getBuffer().setLength(0);
    assertThat(execute(new CheckCommand(), path("sync"), "--slo", "p2ft=30ms,total_latency=1s"))
        .isZero();
    assertThat(out.toString()).contains("they are held against the other targets only");
  }

  @Test
  void reportWritesTablesAndFiguresAndPrintsTheTables() throws IOException {
    String run = run("a", 20);

    assertThat(execute(new ReportCommand(), run, "--plots", folder.resolve("plots").toString()))
        .isZero();
    assertThat(out.toString()).contains("P2FT", "figures: ");
    assertThat(folder.resolve("plots").resolve("a")).isNotEmptyDirectory();
    assertThat(Path.of(run, "summary.csv")).isNotEmptyFile();
    assertThat(Path.of(run, "summary.json")).isNotEmptyFile();
  }

  @Test
  void reportWritesElsewhereWhatARunDirectoryCannotTake() throws IOException {
    String run = run("a", 20);
    Path out = folder.resolve("out");

    assertThat(execute(new ReportCommand(), run, "--out", out.toString(), "--plots", path("plots")))
        .isZero();

    assertThat(out.resolve("summary.csv")).isNotEmptyFile();
    assertThat(out.resolve("report.html")).isNotEmptyFile();
    assertThat(Path.of(run, "summary.csv")).doesNotExist();
    assertThat(Path.of(run, "report.html")).doesNotExist();
  }

  @Test
  void reportSaysHowToDrawAgainWhatCouldNotBeDrawn() throws IOException {
    String run = run("a", 20);

    assertThat(execute(new ReportCommand(), run, "--plots", "/dev/null")).isEqualTo(1);

    assertThat(out.toString())
        .contains("figures: not all of them are in /dev/null/a")
        .contains("Draw again with: inferometer report " + run + " --plots FOLDER");
    assertThat(Path.of(run, "summary.csv")).isNotEmptyFile();
  }

  private int execute(Object command, String... arguments) {
    return new CommandLine(command)
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(arguments);
  }

  /** Three repeats of twelve answers with about the given first-token latency. */
  private String run(String name, long firstMillis) throws IOException {
    Path root = folder.resolve(name);
    HandMade run = HandMade.run(root, Mode.STREAM, List.of(1), "a");
    for (int fork = 1; fork <= 3; fork++) {
      for (int i = 0; i < 12; i++) {
        long start = 10_000L * fork + 200L * i;
        long first = start + firstMillis + (fork == 2 ? 1 : 0);
        run.write("a", 1, HandMade.ok(fork, start, first, first + 10, first + 20));
      }
    }
    return root.toString();
  }
}
