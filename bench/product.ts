import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { apacheJars } from "./apache-jars.js";

/** What is compared: how one server of it is started. */
export interface Product {
  readonly name: "ours" | "apache";
  /** The command line of one server; `folder` is its own, for whatever else it needs. */
  command(config: string, folder: string): readonly [string, ...string[]];
}

/**
 * Zabkeeper, as `zabkeeper server zoo.cfg` starts it; with `record`, its run is recorded: into that
 * folder, or into one for each server.
 */
export function ours(script: string, record: string | boolean = false): Product {
  return {
    name: "ours",
    command(config, folder) {
      const into = record === true ? join(folder, "record") : record;
      const recording = into === false ? [] : ["--record", into];
      return [process.execPath, script, "server", config, ...recording];
    },
  };
}

/** As the distribution's `conf/logback.xml` and `zkServer.sh` have it: INFO, to one file. */
const LOGBACK = `<configuration>
  <appender name="OUT" class="ch.qos.logback.core.ConsoleAppender">
    <encoder><pattern>%d{ISO8601} [myid:%X{myid}] - %-5p [%t:%C{1}@%L] - %m%n</pattern></encoder>
  </appender>
  <root level="INFO"><appender-ref ref="OUT"/></root>
</configuration>
`;

/** Apache ZooKeeper with the heap that `zkServer.sh` gives it. */
export async function apache(say: (line: string) => void): Promise<Product> {
  const jars = await apacheJars(say);
  return {
    name: "apache",
    command(config, folder) {
      const logback = join(folder, "logback.xml");
      writeFileSync(logback, LOGBACK);
      const main = "org.apache.zookeeper.server.quorum.QuorumPeerMain";
      const flags = ["-Xmx1000m", `-Dlogback.configurationFile=${logback}`];
      return ["java", ...flags, "-cp", join(jars, "*"), main, config];
    },
  };
}
