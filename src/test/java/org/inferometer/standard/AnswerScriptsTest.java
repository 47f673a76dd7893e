package org.inferometer.standard;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.inferometer.standard.Question.Api;
import org.junit.jupiter.api.Test;

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

  private static long last(Script script) {
    return script.steps().get(script.steps().size() - 1).dueNanos();
  }
}
