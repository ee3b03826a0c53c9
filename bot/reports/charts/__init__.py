"""What numbers look like: one Vega-Lite spec for each chart, drawn into the SVG of a page or the PNG of a chat."""
