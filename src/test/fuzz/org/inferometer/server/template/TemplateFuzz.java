package org.inferometer.server.template;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.time.Clock;
import java.util.List;
import java.util.Map;

/** Search for templates that are neither rendered nor refused: {@code mvn test -Pfuzz}. */
final class TemplateFuzz {
  private static final Map<String, Object> VARIABLES =
      Map.of(
          "messages",
          List.of(Map.of("role", "user", "content", "Hi"), Map.of("role", "assistant")),
          "n",
          3);

  @FuzzTest(maxDuration = "5m")
  void survivesAnyTemplate(FuzzedDataProvider data) {
    try {
      Template.parse(data.consumeRemainingAsString(), Clock.systemUTC()).render(VARIABLES);
    } catch (TemplateException e) {
      // Refused, as it should be.
    }
  }
}
