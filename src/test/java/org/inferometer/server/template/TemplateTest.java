package org.inferometer.server.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TemplateTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Clock CLOCK =
      Clock.fixed(LocalDateTime.of(2026, 11, 5, 7, 8, 9).toInstant(ZoneOffset.UTC), ZoneOffset.UTC);

  private static JsonNode golden() {
    try (InputStream in = TemplateTest.class.getResourceAsStream("templates.json")) {
      return JSON.readTree(in);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static Map<String, Object> variables(JsonNode golden) {
    return JSON.convertValue(golden.get("variables"), new TypeReference<>() {});
  }

  private static String render(String source, Map<String, ?> variables) {
    return Template.parse(source, CLOCK).render(variables);
  }

  private static String render(String source) {
    return render(source, Map.of());
  }

  @TestFactory
  Stream<DynamicTest> rendersOrRefusesWhatTransformersDoes() {
    JsonNode golden = golden();
    Map<String, Object> variables = variables(golden);
    return StreamSupport.stream(golden.get("cases").spliterator(), false)
        .map(
            c -> {
              String source = c.get("template").asText();
              return DynamicTest.dynamicTest(source, () -> check(source, variables, c));
            });
  }

  private static void check(String source, Map<String, Object> variables, JsonNode expected) {
    if (expected.has("text")) {
      assertThat(render(source, variables)).isEqualTo(expected.get("text").asText());
    } else {
      assertThatThrownBy(() -> render(source, variables)).isInstanceOf(TemplateException.class);
    }
  }

  @Test
  void saysWhatATemplateRaisesInItsOwnWords() {
    assertThatThrownBy(() -> render("\n{{ raise_exception('Roles must alternate') }}"))
        .hasMessage("Roles must alternate");
  }

  @Test
  void namesWhatIsMissingAndItsLine() {
    assertThatThrownBy(() -> render("a\n{{ message.content }}"))
        .hasMessage("line 2: 'message' is undefined");
    assertThatThrownBy(() -> render("a\nb {{ x.y.z }}", Map.of("x", Map.of())))
        .hasMessage("line 2: 'dict object' has no attribute 'y'");
    assertThatThrownBy(() -> render("{# a\n #}{% for m in messages %}{{ m.role }}\n"))
        .hasMessageContaining("line 2: the template ends");
    assertThatThrownBy(() -> render("{{ 1 }}\n{% do x %}"))
        .hasMessage("line 2: Encountered unknown tag 'do'.");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{% include 'x' %}|the tag 'include'",
        "{% block x %}{% endblock %}|the tag 'block'",
        "{% autoescape true %}{% endautoescape %}|the tag 'autoescape'",
        "{{ cycler('a') }}|cycler()",
        "{{ 'a'|urlize }}|the filter 'urlize'",
        "{{ 'a'.encode() }}|str.encode()",
        "{{ ('<'|safe).upper() }}|after 'safe' or 'escape' the method upper()",
        "{{ {1.5: 2} }}|a float as the key of a dict",
        "{{ range(3)[1:] }}|a slice of a range",
        "{{ range }}|showing a Method",
        "{{ 9223372036854775807 + 1 }}|computing with integers of more than 64 bits",
        "{{ strftime_now('%U') }}|strftime_now('%U')",
        "{{ '%x' % 1 }}|the format '%x'"
      })
  void namesWhatIsNotSupported(String sourceAndConstruct) {
    int bar = sourceAndConstruct.indexOf('|', sourceAndConstruct.lastIndexOf('}'));
    assertThatThrownBy(() -> render(sourceAndConstruct.substring(0, bar)))
        .hasMessage("line 1: " + sourceAndConstruct.substring(bar + 1) + " is not supported");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{{ 'x' * 10 ** 12 }}",
        "{{ [0] * 10 ** 12 }}",
        "{{ 'x'.ljust(10 ** 12) }}",
        "{{ '%999999s%999999s' % (1, 2) ~ range(10 ** 9) }}",
        "{{ 10 ** 10 ** 10 }}",
        "{% for a in range(9999) %}{% for b in range(9999) %}{% endfor %}{% endfor %}",
        "{% set ns = namespace(s='xx') %}{% for i in range(99) %}{% set ns.s = ns.s + ns.s %}"
            + "{% endfor %}",
        "{% set ns = namespace(s='xx') %}{% for i in range(99) %}"
            + "{% set ns.s = ns.s.replace('x', ns.s) %}{% endfor %}",
        "{% set ns = namespace(s=[1]) %}{% for i in range(99) %}{% set ns.s = ns.s + ns.s %}"
            + "{% endfor %}",
        "{% set ns = namespace(s=[1]) %}{% for i in range(99) %}{% set ns.s = [ns.s, ns.s] %}"
            + "{% endfor %}{{ ns.s }}",
        "{% set ns = namespace(s=[1]) %}{% for i in range(99) %}{% set ns.s = [ns.s, ns.s] %}"
            + "{% endfor %}{{ ns.s | tojson }}",
        "{% set ns = namespace(s=[1]) %}{% for i in range(99999) %}{% set ns.s = [ns.s] %}"
            + "{% endfor %}{{ ns.s | tojson }}",
        "{% macro f() %}{{ f() }}{% endmacro %}{{ f() }}",
        "{% macro f(n) %}{{ f(n - 1) if n }}{{ f(n - 1) if n }}{% endmacro %}{{ f(99) }}",
        "{% for x in [1] recursive %}{{ loop([1]) }}{% endfor %}"
      })
  void endsWhatWouldNotEnd(String source) {
    assertThatThrownBy(() -> render(source)).isInstanceOf(TemplateException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"(", "[", "-", "not ", "a if b else ", "{'a':", "a.b(", "1+", "a and "})
  void survivesAnyDepth(String piece) {
    String source = "{{ " + piece.repeat(5_000) + "1 }}";

    Throwable refused = catchThrowable(() -> render(source));

    assertThat(refused == null || refused instanceof TemplateException).isTrue();
  }

  /** Pieces of templates in any order: each is rendered or refused, soon. */
  @Test
  void survivesTemplatesWithoutSense() {
    JsonNode golden = golden();
    Map<String, Object> variables = variables(golden);
    List<String> pieces = new ArrayList<>();
    for (JsonNode c : golden.get("cases")) {
      pieces.addAll(List.of(c.get("template").asText().split("(?<=[ }|.(])|(?=[{%|)])")));
    }
    Random random = new Random(20261126);
    int rendered = 0;
    for (int i = 0; i < 5_000; i++) {
      StringBuilder source = new StringBuilder(random.nextBoolean() ? "{{ " : "");
      for (int j = random.nextInt(12); j >= 0; j--) {
        source.append(pieces.get(random.nextInt(pieces.size())));
      }
      try {
        render(source.append(random.nextBoolean() ? " }}" : "").toString(), variables);
        rendered++;
      } catch (TemplateException e) {
        assertThat(e.getMessage()).isNotBlank();
      } catch (RuntimeException | StackOverflowError e) {
        throw new AssertionError("crashed: " + source, e);
      }
    }
    assertThat(rendered).isPositive();
  }
}
