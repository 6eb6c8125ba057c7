"""Facts built by Apache Spark, for when there are more events than one machine can take.

The road is `build.build`. Needs the extra `keyart[spark]`, and Java.
"""

from keyart.scale.spark.build import build
from keyart.scale.spark.options import LG_K, BuildOptions
from keyart.scale.spark.session import start

__all__ = ["LG_K", "BuildOptions", "build", "start"]
