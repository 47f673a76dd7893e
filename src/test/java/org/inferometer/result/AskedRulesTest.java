package org.inferometer.result;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.inferometer.record.Mode;
import org.inferometer.report.table.RunFacts;
import org.inferometer.result.Reason.Code;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AskedRulesTest {
  private static final String TOLD = "\"cachedTokens\":%d,\"maxTokens\"";

  @TempDir private Path folder;
  private HandMade run;

  @BeforeEach
  void plan() throws IOException {
    run = HandMade.run(folder, Mode.STREAM, List.of(1), "a", "b");
  }

  @Test
  void comparesLengthsOfAnswersToTheSamePromptsOnly() throws IOException {
    answers("a", 100, 100, 100);
    answers("b", 103, 104, 102, 999);

    assertThat(reasons("a", Code.LENGTHS_DIFFER))
        .singleElement()
        .satisfies(one -> assertThat(one.value()).isCloseTo(300.0 / 309 - 1, within(1e-9)));
    assertThat(reasons("b", Code.LENGTHS_DIFFER))
        .containsExactly(new Reason(Code.LENGTHS_DIFFER, 309.0 / 300 - 1, 0.02, "a"));
    OutputLengths.Common common =
        run.read("a").asked().lengths().with(run.read("b").asked().lengths());
    assertThat(common).isEqualTo(new OutputLengths.Common(3, 300, 309));
    Files.writeString(run.directory.environment(), "{\"run\": \"1\"}");
    assertThat(RunFacts.of(Run.read(folder)).get("prompts"))
        .endsWith(
            "new for every request: a few words stand before each, the same for every stack",
            "in one cell fewer than 11 of a repeat are common (the first: complete-m-chat-stream-p1):"
                + " there they are of all that each stack answered");
  }

  @Test
  void lengthsWithinTheLimitAreAlikeAndUnknownOnesNoReason() throws IOException {
    answers("a", 100, 100);
    answers("b", 101, 102);
    assertThat(reasons("a", Code.LENGTHS_DIFFER)).isEmpty();

    HandMade other = HandMade.run(folder.resolve("other"), Mode.STREAM, List.of(1), "a", "b");
    other.write("a", 1, HandMade.ok(1, 100, 140, 150));
    other.write("b", 1, HandMade.ok(1, 100, 140, 150, 160, 170));
    assertThat(other.read("a").validity().reasons())
        .extracting(Reason::code)
        .doesNotContain(Code.LENGTHS_DIFFER);
  }

  @Test
  void marksEveryResultOfACellThatWasNotAskedAlike() throws IOException {
    answers("a", 100);
    answers("b", 100);
    assertThat(reasons("a", Code.ASKED_UNLIKE)).isEmpty();

    Path plan = run.directory.plan();
    Files.writeString(
        plan,
        Files.readString(plan)
            .replaceFirst("(?s)(dialect.{1,5}openai.*?dialect.{1,5})openai", "$1vllm"));

    for (String stack : List.of("a", "b")) {
      assertThat(reasons(stack, Code.ASKED_UNLIKE))
          .extracting(Reason::sentence)
          .containsExactly("the stacks were not asked alike: ignore_eos is not asked of a");
    }
  }

  @Test
  void aCacheThatAnswersNewPromptsIsAReason() throws IOException {
    answers("a", 100);
    answers("b", 100);
    log("a", 1, 40, 1000, 50, 2000);
    log("a", 1, 10, 1000, 40, 2000);
    log("a", 2, 90, 2000, 20, 100);
    log("b", 1, 0, 0, 0, 700);
    Files.writeString(run.directory.caches(), "{\"stack\": ", StandardOpenOption.APPEND);

    assertThat(run.read("a").asked().cache())
        .isEqualTo(new CacheUse(0.03, "vllm:prefix_cache_hits_total"));
    assertThat(reasons("a", Code.PROMPTS_CACHED))
        .extracting(Reason::sentence)
        .containsExactly("3.0 % of the prompt tokens came from the server's cache, limit 1 %");
    assertThat(run.read("b").asked().cache().share()).isZero();
    assertThat(reasons("b", Code.PROMPTS_CACHED)).isEmpty();
    assertThat(Run.read(folder).problems()).anyMatch(one -> one.contains("cache.jsonl, line 5"));

    Path plan = run.directory.plan();
    Files.writeString(
        plan, Files.readString(plan).replace("\"reuse\" : false", "\"reuse\" : true"));
    assertThat(reasons("a", Code.PROMPTS_CACHED)).isEmpty();
  }

  @Test
  void whatAnswersTellOfACacheCountsWhereNoCounterDoes() throws IOException {
    run.damage("a", 1, cached(0, 4) + cached(1, null));
    answers("b", 100);

    assertThat(run.read("a").asked().cache()).isEqualTo(new CacheUse(0.2, "usage"));
    assertThat(run.read("b").asked().cache()).isNull();
    assertThat(RunFacts.of(Run.read(folder)).get("prefix cache"))
        .containsExactly(
            "a: 20.0 to 20.0 % of the prompt tokens of a trial came from it",
            "b: unknown, the stack does not tell");
  }

  @Test
  void whatAChatTemplateWritesBeforeEveryPromptIsNoCacheThatAnswersNewOnes() throws IOException {
    run.damage("a", 1, cached(0, 4) + cached(1, 4));
    run.damage("b", 1, cached(0, 4) + cached(1, 8));

    assertThat(reasons("a", Code.PROMPTS_CACHED)).isEmpty();
    assertThat(reasons("b", Code.PROMPTS_CACHED)).as("one was known beyond it").hasSize(1);

    Path plan = run.directory.plan();
    Files.writeString(
        plan, Files.readString(plan).replace("\"api\" : \"chat\"", "\"api\" : \"completions\""));
    assertThat(reasons("a", Code.PROMPTS_CACHED)).as("completions have no template").hasSize(1);
  }

  private List<Reason> reasons(String stack, Code code) {
    return run.read(stack).validity().reasons().stream().filter(one -> one.code() == code).toList();
  }

  /** Answers of these lengths to the prompts at the places 0, 1, ... */
  private void answers(String stack, int... tokens) throws IOException {
    for (int place = 0; place < tokens.length; place++) {
      run.damage(
          stack, 1, answer(place, "\"outputTokens\":\\d+", "\"outputTokens\":" + tokens[place]));
    }
  }

  private static String cached(int place, Integer tokens) throws IOException {
    return answer(place, "\"maxTokens\"", tokens == null ? "\"max\"" : TOLD.formatted(tokens));
  }

  /** A line of an answer to the prompt at {@code place}. */
  private static String answer(int place, String found, String replacement) throws IOException {
    String line =
        HandMade.line(HandMade.ok(1, 100 + 50L * place, 140 + 50L * place), found, replacement);
    return line.replace("\"phase\":", "\"place\":" + place + ",\"phase\":");
  }

  private void log(String stack, int repeat, int found, int wanted, int foundAfter, int wantedAfter)
      throws IOException {
    Files.writeString(
        run.directory.caches(),
        """
        {"stack":"%s","trial":"%s","repeat":%d,\
        "before":{"source":"vllm:prefix_cache_hits_total","found":%d,"wanted":%d},\
        "after":{"source":"vllm:prefix_cache_hits_total","found":%d,"wanted":%d}}
        """
            .formatted(stack, run.trial(1), repeat, found, wanted, foundAfter, wantedAfter),
        StandardOpenOption.CREATE,
        StandardOpenOption.APPEND);
  }
}
