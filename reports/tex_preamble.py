"""The preamble of the LaTeX report: packages, theorem styles, and the few macros the body uses.

Source     amsthm and hyperref manuals; colours as in ``templates/report.css``.
"""

PREAMBLE = r"""% Written by fisherproof; compile with pdflatex, twice for the table of contents.
\documentclass[10pt,a4paper]{article}
\ifdefined\pdftrailerid\pdftrailerid{}\fi
\ifdefined\pdfinfoomitdate\pdfinfoomitdate=1\fi
\ifdefined\pdfsuppressptexinfo\pdfsuppressptexinfo=-1\fi
\usepackage[T1]{fontenc}
\usepackage[utf8]{inputenc}
\usepackage{lmodern}
\usepackage{textcomp}
\usepackage[margin=21mm]{geometry}
\usepackage{amsmath,amssymb,amsthm}
\usepackage{array,booktabs,longtable}
\usepackage[dvipsnames]{xcolor}
\usepackage{enumitem}
\usepackage{graphicx}
\usepackage{microtype}
\usepackage[hidelinks,unicode,bookmarksdepth=2]{hyperref}

\setcounter{MaxMatrixCols}{30}
\setcounter{secnumdepth}{0}
\setlength{\parindent}{0pt}
\setlength{\parskip}{0.3\baselineskip plus 2pt}
\setlength{\LTpre}{2pt}
\setlength{\LTpost}{3pt}
\setlength{\tabcolsep}{4pt}
\setlength{\aboverulesep}{1pt}
\setlength{\belowrulesep}{1pt}
\setlength{\LTleft}{0pt}
\setlist{nosep,leftmargin=1.4em}
\setlength{\emergencystretch}{3em}
\tolerance=2000
\allowdisplaybreaks
\providecommand{\lt}{<}
\providecommand{\gt}{>}
\newcolumntype{L}[1]{>{\raggedright\relpenalty=20\binoppenalty=50\arraybackslash}p{#1}}

\definecolor{holds}{HTML}{1B6E3C}
\definecolor{conditional}{HTML}{8A5A00}
\definecolor{fails}{HTML}{A8231B}
\definecolor{open}{HTML}{6A3FA0}
\newcommand{\tone}[2]{\textcolor{#1}{#2}}
\newcommand{\verdict}[3]{\textcolor{#1}{\mbox{#2~\textbf{#3}}}}
\newcommand{\head}[1]{\textit{#1}}
\newcommand{\fact}[1]{\par\textbf{#1.}\enspace}
\newsavebox{\formulabox}
% A formula on a line of its own; one wider than the page is set as a small paragraph instead.
\newcommand{\longformula}[2]{\sbox{\formulabox}{$\displaystyle #1$}%
  \ifdim\wd\formulabox>\linewidth
  \begin{quote}\small\raggedright\lineskiplimit=2pt\lineskip=3pt
  \relpenalty=0\binoppenalty=20 $#2$\end{quote}\else\[#1\]\fi}
% A picture that lies beside this file, and its caption on the same page.
\newcommand{\plot}[2]{\par\begin{center}\begin{minipage}{0.82\linewidth}
  \IfFileExists{#1}{\includegraphics[width=\linewidth]{#1}}{\emph{The file of this figure is missing.}}%
  \par\smallskip\footnotesize #2\end{minipage}\end{center}}
\makeatletter
\newcommand{\claimhead}[3]{\par\if@nobreak\else\addvspace{1.8\baselineskip}\pagebreak[2]\fi
  \noindent{\color{black!35}\rule{\linewidth}{0.4pt}}\par\nopagebreak
  \raisebox{1.2\baselineskip}[0pt][0pt]{\hypertarget{#1}{}}#2\hfill #3\par\nopagebreak}
\makeatother

\newtheoremstyle{claim}{4pt}{6pt}{\normalfont}{0pt}{\bfseries}{.}{\newline}{\thmname{#1}\thmnote{
{\normalfont(#3)}}} \newtheoremstyle{repair}{4pt}{6pt}{\normalfont}{0pt}{\bfseries}{.}{0.5em}{}
\theoremstyle{claim} \newtheorem*{claim}{Claim} \theoremstyle{repair}
\newtheorem*{repair}{Repair}"""
