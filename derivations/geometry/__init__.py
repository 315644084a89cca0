"""Information geometry of a family, from its metric, its score tensors and its log-density.

    score_tensors        metric, Amari-Chentsov tensor and connection as expectations of the log-density
    connections          Levi-Civita and alpha-connections, their duals, geodesic equations
    curvature            Riemann, Ricci, scalar and Gaussian curvature of a connection
    curvature_at         scalar curvature at a point, as a number
    flatness             whether a connection is flat, whether a curvature is constant, with the proof
    transport            tensors and connections in another chart, compared with deriving afresh
    antiderivative       integral of sqrt(f) in closed form, monotone on its interval
    distance             Fisher-Rao distance in closed form, or the reason why there is none here
    line, product, half_space, simplex, covariances, same_distance
                         the routes to a distance, and the proof that it is one
    geodesics            geodesics in closed form, shown to solve the geodesic equation
    exponential_family   natural form, log-partition, mean parameters, dual potential, Bregman divergence
    natural_form         how the natural form is read off a log-density
    jeffreys             sqrt(det I), whether it is proper, its normalising constant
    ends                 leading powers of a function at the ends of an interval
    kl_derivatives       derivatives of KL on the diagonal to order four, by three roads
    power_divergences    alpha-, Renyi, Hellinger and chi-squared divergences from one affinity
    cencov               the metrics that congruent Markov embeddings leave invariant
    monotonicity         the Fisher metric does not grow under Markov maps
    exact                determinant and inverse over the field of the entries
    outcomes, points, tensors, errors   what an answer is, where formulas are tried, how tensors are stored

Conventions [AmariNagaoka2000, ch. 2, 3]: Gamma_{ij,k} = <nabla_i d_j, d_k>; alpha = 1 is the exponential
connection; T_ijk = E[s_i*s_j*s_k]; R(d_i, d_j)d_k = R_ijk^l d_l, so that the sphere has positive curvature and
the scalar curvature of a surface is R = 2*K.  Import what you need from these modules; this package itself
imports nothing.
"""
