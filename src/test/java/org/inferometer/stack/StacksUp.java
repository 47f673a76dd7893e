package org.inferometer.stack;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.inferometer.scenario.Model;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

/** For tests of stacks that are up. */
abstract class StacksUp {
  static final Model MODEL = new Model("m", Path.of("/models/m"), null);

  @TempDir Path folder;
  final List<HttpServer> servers = new ArrayList<>();

  @AfterEach
  void stopServers() {
    servers.forEach(server -> server.stop(0));
  }

  URI server(int modelsStatus, String models) throws IOException {
    HttpServer server = SmallServer.start(0, modelsStatus, models);
    servers.add(server);
    return url(server);
  }

  static URI url(HttpServer server) {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  Path log() {
    return folder.resolve("s.log");
  }
}
