"""Facts built by Apache Spark, for more events than one machine can process.

Start reading at `build.build`. Needs the extra `keyart[spark]`, and Java.
"""

from keyart.scale.spark.build import build
from keyart.scale.spark.session import start
from keyart.scale.spark.state import LG_K, BuildOptions

__all__ = ["LG_K", "BuildOptions", "build", "start"]
