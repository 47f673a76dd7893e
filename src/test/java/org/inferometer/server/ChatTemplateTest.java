package org.inferometer.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.inferometer.server.template.TemplateException;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

class ChatTemplateTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final SpecialTokens SPECIAL =
      new SpecialTokens(Map.of("bos_token", "<s>", "eos_token", "</s>"));
  private static final List<Map<String, Object>> HI =
      List.of(Map.of("role", "user", "content", "Hi"));

  @TempDir Path directory;

  @TestFactory
  Stream<DynamicTest> rendersWhatTransformersRenders() throws IOException {
    JsonNode golden;
    try (InputStream in = getClass().getResourceAsStream("chat-templates.json")) {
      golden = JSON.readTree(in);
    }
    return StreamSupport.stream(golden.get("cases").spliterator(), false)
        .map(
            c ->
                DynamicTest.dynamicTest(
                    c.get("template").asText()
                        + ", "
                        + c.get("conversation").asText()
                        + (c.get("generate").asBoolean() ? ", prompt" : ""),
                    () -> check(golden, c)));
  }

  private static void check(JsonNode golden, JsonNode expected) {
    String source = golden.get("templates").get(expected.get("template").asText()).asText();
    List<Map<String, Object>> messages =
        JSON.convertValue(
            golden.get("conversations").get(expected.get("conversation").asText()),
            new TypeReference<>() {});
    ChatTemplate template = new ChatTemplate(source, SPECIAL);
    boolean generate = expected.get("generate").asBoolean();
    if (expected.has("error")) {
      assertThatThrownBy(() -> template.render(messages, generate, Map.of()))
          .isInstanceOf(TemplateException.class)
          .hasMessage(expected.get("error").asText());
    } else {
      assertThat(template.render(messages, generate, Map.of()))
          .isEqualTo(expected.get("prompt").asText());
    }
  }

  @Test
  void givesTheTemplateFurtherVariables() {
    ChatTemplate template =
        new ChatTemplate("{{ 'on' if enable_thinking is true else 'off' }}", SPECIAL);

    assertThat(template.render(HI, true, Map.of("enable_thinking", true))).isEqualTo("on");
    assertThat(template.render(HI, true, Map.of())).isEqualTo("off");
  }

  @Test
  void givesTheTemplateTheDate() {
    String source =
        "{% if strftime_now is defined %}{{ strftime_now('%d %b %Y') }}{% else %}no{% endif %}";

    assertThat(new ChatTemplate(source, SPECIAL).render(HI, true, Map.of()))
        .matches("\\d\\d [A-Z][a-z]{2} \\d{4}");
  }

  @Test
  void saysWhereATemplateIsBroken() {
    ChatTemplate template = new ChatTemplate("a\n{% for m in messages %}{{ m.role }}", SPECIAL);

    assertThatThrownBy(() -> template.render(HI, true, Map.of()))
        .isInstanceOf(TemplateException.class)
        .hasMessageContaining("line 2");
  }

  @Test
  void prefersTheTemplateFileToTheConfiguration() throws IOException {
    JsonNode config = JSON.readTree("{\"chat_template\": \"config\"}");
    assertThat(read(config)).isEqualTo("config");

    Files.writeString(directory.resolve("chat_template.jinja"), "file\n");
    assertThat(read(config)).isEqualTo("file");
  }

  @Test
  void takesTheDefaultOfNamedTemplates() throws IOException {
    JsonNode config =
        JSON.readTree(
            """
            {"chat_template": [{"name": "tool_use", "template": "tools"},
                               {"name": "default", "template": "plain"}]}
            """);

    assertThat(read(config)).isEqualTo("plain");
  }

  @Test
  void isAbsentWhereTheModelHasNone() {
    assertThat(ChatTemplate.read(directory, MissingNode.getInstance(), SPECIAL)).isNull();
  }

  private String read(JsonNode config) {
    return ChatTemplate.read(directory, config, SPECIAL).render(HI, true, Map.of());
  }
}
