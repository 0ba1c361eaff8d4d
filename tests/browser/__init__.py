from pathlib import Path

HERE = Path(__file__).parent
NODE_MODULES = HERE / "node_modules"
