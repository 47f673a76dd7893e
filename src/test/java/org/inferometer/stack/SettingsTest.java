package org.inferometer.stack;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.inferometer.scenario.Model;
import org.inferometer.scenario.Stack;
import org.inferometer.server.ServerMetrics;
import org.junit.jupiter.api.Test;

class SettingsTest {
  private static final Model MODEL = new Model("m", Path.of("/m"), null);

  @Test
  void theBuiltInServerTellsWhatDecidesHowFastItIs() throws IOException {
    Map<String, String> settings =
        Map.of("kernels", "vector", "max_num_seqs", "8", "scheduler", "batch", "threads", "2");

    assertThat(told(new ServerMetrics(settings).text("m \"1\""))).isEqualTo(settings);
    assertThat(told(new ServerMetrics().text("m"))).isNull();
  }

  private static Map<String, String> told(String page) throws IOException {
    HttpServer server = SmallServer.start(0, 200, "{}");
    byte[] bytes = page.getBytes(StandardCharsets.UTF_8);
    server.createContext(
        "/metrics",
        one -> {
          one.sendResponseHeaders(200, bytes.length);
          one.getResponseBody().write(bytes);
          one.close();
        });
    URI url = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    Stack stack = new Stack("s", "s", "openai", url, null, Map.of("m", "m"), null);
    try (ControlClient client = new ControlClient(stack, url)) {
      return Settings.of(stack, List.of(MODEL), url, client);
    } finally {
      server.stop(0);
    }
  }
}
