"""A real cluster of Spark on loopback: a master, and workers that can be killed."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
import time
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path

from repository import ROOT
from sparql_servers import free_port

HAS_SPARK = bool(shutil.which("java") and find_spec("pyspark"))
_ALONE = {"SPARK_LOCAL_IP": "127.0.0.1", "SPARK_SCALA_VERSION": "2.13"}

# Few and small: a test waits for each task.
SETTINGS = {
    "spark.sql.shuffle.partitions": "2",
    "spark.ui.enabled": "false",
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.driver.host": "127.0.0.1",
    "spark.driver.memory": "512m",
    "spark.executor.cores": "1",
    "spark.executor.memory": "512m",
    "spark.log.level": "ERROR",
    # A short run is over before much is compiled.
    "spark.driver.extraJavaOptions": "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC",
    "spark.executor.extraJavaOptions": "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC",
    "spark.sql.codegen.wholeStage": "false",
    "spark.sql.codegen.factoryMode": "NO_CODEGEN",
    "spark.sql.adaptive.enabled": "false",
}


@dataclass
class Cluster:
    """Processes of one master and its workers, each with a core and memory of its own."""

    folder: Path
    environment: dict[str, str] = field(default_factory=dict)
    address: str = ""
    processes: list[subprocess.Popen[bytes]] = field(default_factory=list)

    def start(self, workers: int = 2) -> None:
        places = os.pathsep.join((str(ROOT), str(ROOT / "tests")))
        self.environment = os.environ | _ALONE | {"PYTHONPATH": places}
        port = free_port()
        self.address = f"spark://127.0.0.1:{port}"
        log = self._run("master", "master.Master", "--port", str(port), "--webui-port", "0")
        self._wait(log, 1, r"I have been elected leader")
        for number in range(workers):
            self._run(
                f"worker{number}", "worker.Worker", "--cores", "1", "--memory", "2g",
                "--webui-port", "0", "-d", str(self.folder / f"work{number}"), self.address,
            )  # fmt: skip
        self._wait(log, workers, r"Registering worker")

    def _run(self, name: str, kind: str, *arguments: str) -> Path:
        log = self.folder / f"{name}.log"
        home = Path(str(find_spec("pyspark").submodule_search_locations[0]))  # type: ignore[union-attr, index]
        command = [str(home / "bin" / "spark-class"), f"org.apache.spark.deploy.{kind}"]
        options = ["--host", "127.0.0.1", *arguments]
        with log.open("wb") as stream:
            self.processes.append(
                subprocess.Popen(
                    [*command, *options], stdout=stream, stderr=stream, env=self.environment,
                    start_new_session=True, preexec_fn=_die_with_parent,
                )
            )  # fmt: skip
        return log

    def _wait(self, log: Path, count: int, sign: str) -> None:
        end = time.monotonic() + 120
        while len(re.findall(sign, log.read_text())) < count:
            if time.monotonic() > end:
                raise TimeoutError(log.read_text())
            time.sleep(0.2)

    def kill(self, number: int) -> None:
        """A worker with its executors and their Python, at once."""
        process = self.processes[1 + number]
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()

    def stop(self) -> None:
        for process in self.processes:
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()


def _die_with_parent() -> None:
    """A test that is killed leaves no cluster behind, on Linux."""
    if sys.platform == "linux":
        import ctypes

        ctypes.CDLL(None).prctl(1, signal.SIGKILL)  # PR_SET_PDEATHSIG


def settings() -> dict[str, str]:
    """For a session of this process, whose executors run this Python with kg and the tests."""
    places = os.pathsep.join((str(ROOT), str(ROOT / "tests")))
    os.environ |= _ALONE | {"PYSPARK_PYTHON": sys.executable}
    return SETTINGS | {"spark.executorEnv.PYTHONPATH": places}
