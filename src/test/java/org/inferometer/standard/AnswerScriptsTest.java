package org.inferometer.standard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.inferometer.standard.Question.Api;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AnswerScriptsTest {
  private static final Question ANY =
      new Question(Api.COMPLETIONS, "m", true, 0, false, false, false, null);

  @Test
  void equalQuestionsShareOneScriptUnlessItIsJittered() {
    AnswerScripts exact = new AnswerScripts("tokens=4");
    AnswerScripts jittered = new AnswerScripts("tokens=4,jitter=0.1");

    assertThat(exact.answer(ANY)).isSameAs(exact.answer(ANY));
    assertThat(last(jittered.answer(ANY))).isNotEqualTo(last(jittered.answer(ANY)));
  }

  @Test
  void longJitteredAnswersThatAreForgottenDoNotComeInTheSameOrderAgain() {
    AnswerScripts scripts = new AnswerScripts("tokens=20000,jitter=0.1");
    List<Long> ends = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      ends.add(last(scripts.answer(ANY)));
    }

    assertThat(Set.copyOf(ends)).hasSizeGreaterThan(35);
  }

  @Test
  void givesTheAnswersOfALikenessOnceMoreInTheirOrder(@TempDir Path folder) {
    new Likeness(List.of(new long[] {5, 9, 9}, new long[] {7})).write(folder.resolve("other"));
    AnswerScripts scripts = new AnswerScripts("likenesses=" + folder);
    Question like = new Question(Api.COMPLETIONS, "like=other", true, 0, true, false, false, null);

    assertThat(scripts.answer(like).dueNanos()).containsExactly(5, 9, 9);
    assertThat(scripts.answer(like).dueNanos()).containsExactly(7);
    assertThat(scripts.answer(like).dueNanos()).containsExactly(5, 9, 9);
  }

  @Test
  void noRequestNamesAFileOfItsOwn(@TempDir Path folder) {
    AnswerScripts without = new AnswerScripts("");
    AnswerScripts scripts = new AnswerScripts("likenesses=" + folder);

    for (String name : List.of("../other", "/etc/passwd", "a/b")) {
      Question asked =
          new Question(Api.COMPLETIONS, "like=" + name, true, 0, true, false, false, null);
      assertThatThrownBy(() -> scripts.answer(asked)).hasMessageContaining("is no name");
    }
    Question any = new Question(Api.COMPLETIONS, "like=a", true, 0, true, false, false, null);
    assertThatThrownBy(() -> scripts.answer(any)).hasMessageContaining("cannot read the answers");
    assertThatThrownBy(() -> without.answer(any)).hasMessageContaining("without a folder");
  }

  @Test
  void aLikenessHasAnswersWhoseTimesGoOn() {
    assertThatThrownBy(() -> new Likeness(List.of())).hasMessageContaining("no answer");
    assertThatThrownBy(() -> new Likeness(List.of(new long[] {5, 4})))
        .hasMessageContaining("backwards at token 1");
    assertThatThrownBy(() -> new Likeness(List.of(new long[] {-1})))
        .hasMessageContaining("backwards at token 0");
  }

  private static long last(Script script) {
    return script.steps().get(script.steps().size() - 1).dueNanos();
  }
}
