package org.inferometer.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import org.inferometer.server.Scheduler;
import org.inferometer.server.ServedModel;
import org.inferometer.server.model.Architecture;
import org.inferometer.server.model.ModelShape;
import org.inferometer.server.model.ModelWriter;
import org.inferometer.server.model.WeightType;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Models whose tokenizers and templates are not like those that are written here. */
@Timeout(60)
class OddModelsTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String COMPLETIONS = "/v1/completions";
  private static final String CHAT = "/v1/chat/completions";

  @TempDir Path directory;

  @BeforeEach
  void write() {
    ModelShape shape = new ModelShape(1, 16, 2, 2, 300, 1024);
    ModelWriter.write(shape.config(directory, Architecture.GPT2), 1, WeightType.FLOAT32, 1);
  }

  private TestServer serve() throws IOException {
    return new TestServer(ServedModel.load(directory, "odd", 1, null), Scheduler.BATCH, 10, null);
  }

  @Test
  void aTokenWithoutWeightsIsRefusedAndHarmsNobodyElse() throws Exception {
    Path tokenizer = directory.resolve("tokenizer.json");
    ObjectNode json = (ObjectNode) JSON.readTree(tokenizer.toFile());
    json.withArray("added_tokens")
        .addObject()
        .put("id", 300)
        .put("content", "<pad>")
        .put("single_word", false)
        .put("lstrip", false)
        .put("rstrip", false)
        .put("normalized", false)
        .put("special", true);
    JSON.writeValue(tokenizer.toFile(), json);
    try (TestServer server = serve()) {
      CompletableFuture<HttpResponse<String>> neighbour =
          server.postAsync(COMPLETIONS, "{'prompt':'tell','max_tokens':600,'ignore_eos':true}");

      HttpResponse<String> text = server.post(COMPLETIONS, "{'prompt':'x <pad> y'}");
      HttpResponse<String> chat =
          server.post(CHAT, "{'messages':[{'role':'user','content':'x <pad> y'}]}");

      assertThat(text.statusCode()).isEqualTo(400);
      assertThat(text.body()).contains("the token 300").contains("\"param\":\"prompt\"");
      assertThat(chat.statusCode()).isEqualTo(400);
      assertThat(chat.body()).contains("the token 300").contains("\"param\":\"messages\"");
      assertThat(neighbour.get().statusCode()).isEqualTo(200);
      assertThat(neighbour.get().body()).contains("\"completion_tokens\":600");
    }
  }

  @Test
  void templatesGetTheArgumentsOfCallsAsObjects() throws Exception {
    Files.writeString(
        directory.resolve("chat_template.jinja"),
        "{% for m in messages %}{% for c in m.tool_calls or [] %}"
            + "{% for k, v in c.function.arguments.items() %}{{ k }}={{ v }};{% endfor %}|"
            + "{% endfor %}{% endfor %}");
    String call = "{\"id\":\"c\",\"type\":\"function\",\"function\":{\"name\":\"f\"%s}}";
    String calls =
        String.join(
            ",",
            call.formatted(",\"arguments\":\"{\\\"city\\\":\\\"Linz\\\",\\\"days\\\":2}\""),
            call.formatted(",\"arguments\":{\"a\":1}"),
            call.formatted(",\"arguments\":\"\""),
            call.formatted(",\"arguments\":\"3\""),
            call.formatted(",\"arguments\":null"),
            call.formatted(""));
    try (TestServer server = serve()) {
      int tokens = server.answer(CHAT, chat(calls)).get("usage").get("prompt_tokens").asInt();
      int expected =
          server
              .answer(COMPLETIONS, "{'prompt':'city=Linz;days=2;|a=1;|||||','max_tokens':1}")
              .get("usage")
              .get("prompt_tokens")
              .asInt();

      assertThat(tokens).isEqualTo(expected);
    }
  }

  @Test
  void templatesGetTheTools() throws Exception {
    Files.writeString(
        directory.resolve("chat_template.jinja"),
        "{% for t in tools or [] %}{{ t.function.name }} {% endfor %}{{ messages[0].content }}");
    try (TestServer server = serve()) {
      String chat = "{'messages':[{'role':'user','content':'x'}],'max_tokens':1%s}";
      int alone = server.answer(CHAT, chat.formatted("")).at("/usage/prompt_tokens").asInt();
      String tools = ",'tools':[{'type':'function','function':{'name':'abc'}}]";
      assertThat(server.answer(CHAT, chat.formatted(tools)).at("/usage/prompt_tokens").asInt())
          .isGreaterThan(alone);
      assertThat(
              server.answer(CHAT, chat.formatted(",'tools':[]")).at("/usage/prompt_tokens").asInt())
          .isEqualTo(alone);
      for (String wrong : new String[] {"[{'type':'function'}]", "'abc'", "{'name':'abc'}"}) {
        HttpResponse<String> refused = server.post(CHAT, chat.formatted(",'tools':" + wrong));
        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(refused.body()).contains("each with function.name");
      }
    }
  }

  private static String chat(String calls) {
    return "{\"messages\":[{\"role\":\"assistant\",\"content\":null,\"tool_calls\":["
        + calls
        + "]}],\"max_tokens\":1}";
  }

  @Test
  void aTemplateThatIsNotSupportedIsNamedToWhoeverChats() throws Exception {
    Files.writeString(directory.resolve("chat_template.jinja"), "a\n{% include 'other' %}");
    try (TestServer server = serve()) {
      HttpResponse<String> chat = server.post(CHAT, "{'messages':[{'role':'user','content':'x'}]}");

      assertThat(chat.statusCode()).isEqualTo(400);
      assertThat(chat.body()).contains("line 2: the tag 'include' is not supported");
      assertThat(server.post(COMPLETIONS, "{'prompt':'x'}").statusCode()).isEqualTo(200);
    }
  }
}
